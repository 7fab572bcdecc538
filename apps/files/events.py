from dataclasses import dataclass

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class FileEvent(Event):
    """Of the machinery: told to no browser. `person_id` is who sent the file."""

    goes_to_space = False
    goes_to_person = False

    file_id: int


@dataclass(frozen=True, kw_only=True)
class FileReceived(FileEvent):
    """Its bytes are here; nobody has looked into them yet."""

    name = "file.received"


@dataclass(frozen=True, kw_only=True)
class FileSettled(FileEvent):
    """It was checked: it is ready, or refused."""

    name = "file.settled"
