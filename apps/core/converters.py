"""Parts of addresses."""

from django.urls import register_converter


class BigInt:
    """A primary key; a number that no key can be is no address, hence 404 and not an error."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number >= 2**63:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(BigInt, "bigint")
