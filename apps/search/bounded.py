"""Statements that are given up when they take too long, and the rest of the page lives on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

MILLISECONDS = 600

Ask = Callable[[str, dict[str, Any]], list[Any]]

_SETTINGS = {
    "statement_timeout": str(MILLISECONDS),
    # From the index, whatever the planner thinks; with four searchers a core each is enough.
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
}
_SET = "SELECT " + ", ".join(f"set_config('{n}', '{v}', true)" for n, v in _SETTINGS.items())
_RESET = ";".join(f"SET LOCAL {name} TO DEFAULT" for name in _SETTINGS)


class TookTooLong(Exception):
    """The database was still looking when the time was over."""


@contextmanager
def bounded() -> Iterator[Ask]:
    """Gives `ask(statement, values)`: the rows. Raises `TookTooLong`; what was read is kept."""
    is_inside_another = connection.in_atomic_block
    try:
        with transaction.atomic(), connection.cursor() as db:
            db.execute(_SET)

            def ask(statement: str, values: dict[str, Any]) -> list[Any]:
                db.execute(statement, values)
                return db.fetchall()

            yield ask
            if is_inside_another:
                db.execute(_RESET)
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            raise TookTooLong from None
        raise
