"""Rows into a table through COPY: the only way that takes minutes for millions."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, AutoField, Field, Model

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\t": r"\t", "\r": r"\r"})


def escaped(text: str) -> str:
    """Text as COPY reads it."""
    return text.translate(_ESCAPES)


def moment(seconds: float) -> str:
    """Seconds since 1970 as COPY reads them."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")


class Table:
    """A model's table, filled by naming some columns; the others hold their field's default."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        self.name = model._meta.db_table
        given = {**dict.fromkeys(columns, "{}")}
        values = {}
        for field in model._meta.concrete_fields:
            column = str(field.column)
            if column in given:
                values[column] = given.pop(column)
            elif not isinstance(field, AutoField):
                values[column] = _default(field)
        if given:
            raise TypeError(f"{self.name} has no column {', '.join(given)}")
        self._columns = [*columns, *(c for c in values if c not in columns)]
        constants = [
            values[c].replace("{", "{{").replace("}", "}}") for c in self._columns[len(columns) :]
        ]
        self._row = "\t".join(["{}"] * len(columns) + constants) + "\n"

    def line(self, *values: Any) -> str:
        """One row, of values already as COPY reads them."""
        return self._row.format(*values)

    def copy(self, lines: Iterable[str]) -> None:
        """Send rows made by `line`."""
        statement = f"COPY {self.name} ({', '.join(self._columns)}) FROM STDIN"
        with connection.cursor() as cursor:
            cursor.copy_expert(statement, _Stream(lines))

    def next_id(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {self.name}")  # noqa: S608
            return int(cursor.fetchone()[0])

    def settle_sequence(self) -> None:
        """Rows made later take the ids after those written here."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {self.name}",  # noqa: S608
                [self.name],
            )


def _default(field: "Field[Any, Any]") -> str:
    value = field.get_default() if field.default is not NOT_PROVIDED else None
    if value is None:
        return NULL if field.null else ""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return moment(value.timestamp())
    if isinstance(value, dict | list):
        return "{}"
    return escaped(str(value))


class _Stream:
    """What psycopg2 reads from: lines made while they are sent."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: Iterator[str] = iter(lines)
        self._rest = b""

    def read(self, size: int) -> bytes:
        pieces = [self._rest]
        length = len(self._rest)
        for line in self._lines:
            piece = line.encode()
            pieces.append(piece)
            length += len(piece)
            if length >= size:
                break
        whole = b"".join(pieces)
        self._rest = whole[size:]
        return whole[:size]
