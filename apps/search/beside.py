"""A table like the index's own, beside it until it takes its place. No rule is in here, only DDL.

Constraints and indexes are copied from what the table in use has, so that migrations stay the one
place that says them. They bear a mark in their names until the old ones are gone.
"""

from collections.abc import Callable, Sequence

from django.db import connection

from apps.search.writing import ENTRIES

TABLE = f"{ENTRIES}_new"
_MARK = "_new"

_CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'f') ORDER BY contype DESC, conname
"""
_INDEXES = """
    SELECT relname, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE indrelid = %s::regclass
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
    ORDER BY relname
"""


def create() -> None:
    """An empty table, without what would slow its filling."""
    with connection.cursor() as db:
        db.execute(f"DROP TABLE IF EXISTS {TABLE}")
        db.execute(f"CREATE TABLE {TABLE} (LIKE {ENTRIES} INCLUDING DEFAULTS INCLUDING IDENTITY)")


def add_indexes(on_progress: Callable[[int, int], None]) -> None:
    statements = [
        f'ALTER TABLE {TABLE} ADD CONSTRAINT "{name}{_MARK}" {definition}'
        for name, definition in _asked(_CONSTRAINTS)
    ]
    statements += [
        definition.replace(f" {name} ON ", f" {name}{_MARK} ON ").replace(
            f".{ENTRIES} USING", f".{TABLE} USING"
        )
        for name, definition in _asked(_INDEXES)
    ]
    with connection.cursor() as db:
        db.execute("SELECT set_config('maintenance_work_mem', '512MB', false)")
        for number, statement in enumerate(statements):
            on_progress(number, len(statements))
            db.execute(statement)
        on_progress(len(statements), len(statements))
        db.execute("RESET maintenance_work_mem")


def hold() -> None:
    """Nobody writes into the table in use until this transaction ends."""
    with connection.cursor() as db:
        db.execute(f"LOCK TABLE {ENTRIES} IN EXCLUSIVE MODE")


def forget(column: str, ids: Sequence[int]) -> None:
    with connection.cursor() as db:
        db.execute(f"DELETE FROM {TABLE} WHERE {column} = ANY(%s)", [list(ids)])  # noqa: S608


def take_the_place() -> None:
    constraints, indexes = _asked(_CONSTRAINTS), _asked(_INDEXES)
    with connection.cursor() as db:
        db.execute("SET CONSTRAINTS ALL IMMEDIATE")
        db.execute(f"DROP TABLE {ENTRIES}")
        db.execute(f"ALTER TABLE {TABLE} RENAME TO {ENTRIES}")
        for name, _ in constraints:
            db.execute(f'ALTER TABLE {ENTRIES} RENAME CONSTRAINT "{name}{_MARK}" TO "{name}"')
        for name, _ in indexes:
            db.execute(f'ALTER INDEX "{name}{_MARK}" RENAME TO "{name}"')
        db.execute(f"ALTER SEQUENCE {TABLE}_id_seq RENAME TO {ENTRIES}_id_seq")


def learn() -> None:
    """The planner learns the sizes."""
    with connection.cursor() as db:
        db.execute(f"ANALYZE {ENTRIES}")


def _asked(statement: str) -> list[tuple[str, str]]:
    with connection.cursor() as db:
        db.execute(statement, [ENTRIES])
        return db.fetchall()
