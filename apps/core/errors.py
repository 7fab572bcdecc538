"""What an action may answer when the request itself, not the right to make it, is wrong."""


class InvalidInput(ValueError):
    """A field's content cannot be accepted; `message` is shown next to `field`."""

    def __init__(self, field: str, message: object) -> None:
        super().__init__(str(message))
        self.field = field
        self.message = str(message)
