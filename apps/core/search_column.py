"""Search columns written in bulk: what a row is found by, strong words and weak ones."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

BATCH = 2000


def write_search_column(
    model: type[Model], rows: Iterable[tuple[int, str, str]], *, column: str = "searchable"
) -> None:
    """Set the column of each `(primary key, strong words, weak words)`; words are normalised.

    One statement for two thousand rows.
    """
    meta = model._meta
    key = meta.pk.column
    statement = f"""
        UPDATE {meta.db_table} SET {column} =
            setweight(to_tsvector('simple', strong), 'A')
            || setweight(to_tsvector('simple', weak), 'B')
        FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS given(id, strong, weak)
        WHERE {meta.db_table}.{key} = given.id
    """  # noqa: S608 - names of our own tables
    pending = list(rows)
    with connection.cursor() as cursor:
        for start in range(0, len(pending), BATCH):
            ids, strong, weak = zip(*pending[start : start + BATCH], strict=True)
            cursor.execute(statement, [list(ids), list(strong), list(weak)])
