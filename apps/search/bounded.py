"""A statement that is given up when it takes too long, and the rest of the page lives on."""

from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

MILLISECONDS = 800


class TookTooLong(Exception):
    """The database was still looking when the time was over."""


def ask(statement: str, named: dict[str, Any]) -> list[Any]:
    """The rows, from the index whatever the planner thinks. Raises `TookTooLong`."""
    try:
        with transaction.atomic(), connection.cursor() as db:
            db.execute(
                "SELECT set_config('statement_timeout', %s, true),"
                " set_config('enable_seqscan', 'off', true),"
                " set_config('max_parallel_workers_per_gather', '0', true)",
                [str(MILLISECONDS)],
            )
            db.execute(statement, named)
            rows = db.fetchall()
            # A transaction around this one goes on without them.
            db.execute(
                "SET LOCAL statement_timeout TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT;"
                "SET LOCAL max_parallel_workers_per_gather TO DEFAULT"
            )
            return rows
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            raise TookTooLong from None
        raise
