"""Reading one object of an archive, field by field, with a sentence for what is wrong with it."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_ADDRESS = re.compile(r"[^\s@,;<>\"()]{1,64}@[^\s@,;<>\"()]{1,189}")


class BrokenLine(ValueError):
    """One line cannot be used, and why; the others can."""


def object_of(raw: bytes) -> dict[str, Any]:
    try:
        values = json.loads(raw)
        # Half a surrogate pair is legal JSON, and no text that a database stores.
        if b"\\ud" in raw or b"\\uD" in raw:
            json.dumps(values, ensure_ascii=False).encode()
    except UnicodeError:
        raise BrokenLine("not valid UTF-8") from None
    except RecursionError:
        raise BrokenLine("nested too deeply") from None
    except ValueError as problem:
        raise BrokenLine(f"not valid JSON: {problem}") from None
    if not isinstance(values, dict):
        raise BrokenLine("not a JSON object")
    return values


class Fields:
    """Reads the fields of one object; each method raises `BrokenLine` naming the field."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str, at_most: int, *, required: bool = False, cut: bool = False) -> str:
        value = self.values.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise BrokenLine(f'"{name}" is not a text')
        if required and not value.strip():
            raise BrokenLine(f'"{name}" is missing')
        if len(value) > at_most:
            if not cut:
                raise BrokenLine(f'"{name}" is longer than {at_most:,} characters')
            value = value[: at_most - 1].rstrip() + "…"
        return value

    def reference(self, name: str, *, required: bool = True) -> str:
        value = self.text(name, 200, required=required)
        if _UNPRINTABLE.search(value):
            raise BrokenLine(f'"{name}" contains control characters')
        return value

    def moment(self, name: str, *, required: bool = True) -> datetime | None:
        value = self.text(name, 40, required=required)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise BrokenLine(f'"{name}" is not a date: {value!r}') from None
        # A day of tolerance for clocks and zones; beyond, it would lead every feed for years.
        if moment > datetime.now(UTC) + timedelta(days=1):
            raise BrokenLine(f'"{name}" lies in the future: {value!r}')
        return moment

    def since(self, name: str) -> datetime:
        return cast("datetime", self.moment(name))

    def one_of(self, name: str, choices: Any, default: str = "") -> str:
        value = self.text(name, 40) or default
        if value not in choices:
            raise BrokenLine(f'"{name}" is {value!r}, not one of {", ".join(choices)}')
        return value

    def email(self) -> str:
        value = self.text("email", 254).strip().lower()
        if value and not _ADDRESS.fullmatch(value):
            raise BrokenLine(f'"email" is not an address: {value!r}')
        return value
