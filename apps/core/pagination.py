"""Pages by keyset: the next page starts after the last row shown, whatever was added meanwhile."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`items` in order, and the cursor to ask for what follows; empty at the end."""

    items: list[T]
    next_cursor: str = ""


def encode_cursor(*values: Any) -> str:
    plain = [v.isoformat() if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type) -> tuple[Any, ...]:
    """The values of a cursor, each of the given type. Raises `Http404` for anything else."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()))
        if len(values) != len(types):
            raise ValueError(cursor)
        typed = tuple(_typed(value, kind) for value, kind in zip(values, types, strict=True))
        if encode_cursor(*typed) != cursor:
            raise ValueError(cursor)  # what b64decode passes over would make a thousand spellings
        return typed
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Http404 from None


def _typed(value: Any, kind: type) -> Any:
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError(value)
        # Python knows offsets that Postgres refuses.
        return moment.astimezone(UTC)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(value)
    if isinstance(value, str):
        value.encode()  # JSON spells halves of characters, which no database stores
        if "\x00" in value:
            raise ValueError(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(value)
    return value


def keyset(
    queryset: QuerySet[Any], *, order: dict[str, type], cursor: str = "", limit: int = 20
) -> Page[Any]:
    """One page of `queryset` in the given order: `{"-published_at": datetime, "-id": int}`.

    The last field of `order` must be unique. One query; raises `Http404` for a cursor not ours.
    """
    names = [name.lstrip("-") for name in order]
    if cursor:
        queryset = queryset.filter(_after(order, decode_cursor(cursor, *order.values())))
    rows = list(queryset.order_by(*order)[: limit + 1])
    shown = rows[:limit]
    more = encode_cursor(*(_value(shown[-1], name) for name in names)) if len(rows) > limit else ""
    return Page(shown, more)


def _after(order: dict[str, type], values: tuple[Any, ...]) -> Q:
    """(a, b) after (x, y), written so that Postgres can use an index on (a, b)."""
    condition = Q()
    for depth, name in enumerate(order):
        step = Q()
        for previous, value in list(zip(order, values, strict=True))[:depth]:
            step &= Q(**{previous.lstrip("-"): value})
        comparison = "lt" if name.startswith("-") else "gt"
        step &= Q(**{f"{name.lstrip('-')}__{comparison}": values[depth]})
        condition |= step
    first = next(iter(order))
    bound = "lte" if first.startswith("-") else "gte"
    return Q(**{f"{first.lstrip('-')}__{bound}": values[0]}) & condition


def _value(row: Model | Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row
