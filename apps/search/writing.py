"""Entries into their table: by upsert where people search, by COPY into one nobody reads yet."""

import io
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection

from apps.search.models import SearchEntry, SearchWord
from apps.search.vectors import Indexed

ENTRIES = SearchEntry._meta.db_table
WORDS = SearchWord._meta.db_table
# A word is counted once in so many times: common words would otherwise be locked by every post.
SAMPLE = 64

_COLUMNS = "post_id, comment_id, said_at, language, vector"


def upsert(entries: Sequence[Indexed], table: str = ENTRIES) -> None:
    """Write these entries, or write them anew. One statement."""
    if not entries:
        return
    columns = zip(*map(_row, entries), strict=True)
    with connection.cursor() as db:
        db.execute(
            f"""
            INSERT INTO {table} ({_COLUMNS})
            SELECT post, comment, said_at, language, vector::tsvector
            FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[], %s::text[])
                AS given (post, comment, said_at, language, vector)
            ON CONFLICT (post_id, comment_id) DO UPDATE SET
                said_at = excluded.said_at, language = excluded.language, vector = excluded.vector
            """,  # noqa: S608 - names of our own tables
            list(map(list, columns)),
        )


def copy(entries: Iterable[Indexed], table: str) -> None:
    """Append these entries to a table that holds none of them."""
    lines = (
        f"{post}\t{comment or chr(92) + 'N'}\t{said_at.isoformat()}\t{language}\t{vector}\n"
        for post, comment, said_at, language, vector in map(_row, entries)
    )
    with connection.cursor() as db:
        stream = io.StringIO("".join(lines))
        db.copy_expert(f"COPY {table} ({_COLUMNS}) FROM STDIN", stream)


def remember_words(entries: Iterable[Indexed]) -> None:
    """Words not met before become known; of the others some are counted."""
    words = sorted({word for entry in entries for word in entry.words if is_remembered(word)})
    if not words:
        return
    counted = [word for word in words if random.random() * SAMPLE < 1]  # noqa: S311
    with connection.cursor() as db:
        db.execute(
            f"INSERT INTO {WORDS} (word, seen) SELECT word, 1 FROM unnest(%s::text[]) word "  # noqa: S608
            "ON CONFLICT DO NOTHING",
            [words],
        )
        db.execute(
            f"""
            UPDATE {WORDS} SET seen = seen + %s WHERE word IN (
                SELECT word FROM {WORDS} WHERE word = ANY(%s) ORDER BY word
                FOR UPDATE SKIP LOCKED
            )
            """,  # noqa: S608
            [SAMPLE, counted],
        )


def replace_words(counts: Mapping[str, int]) -> None:
    """These are all the words there are, and how often."""
    with connection.cursor() as db:
        db.execute('CREATE TEMPORARY TABLE counted (word text COLLATE "C", seen int)')
        lines = "".join(f"{word}\t{number}\n" for word, number in counts.items())
        db.copy_expert("COPY counted FROM STDIN", io.StringIO(lines))
        db.execute(
            f"""
            DELETE FROM {WORDS} known
            WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = known.word);
            INSERT INTO {WORDS} (word, seen) SELECT word, seen FROM counted ORDER BY word
            ON CONFLICT (word) DO UPDATE SET seen = excluded.seen;
            DROP TABLE counted
            """  # noqa: S608
        )


def count_words(counts: Counter[str], entries: Iterable[Indexed]) -> None:
    for entry in entries:
        counts.update(word for word in entry.words if is_remembered(word))


def is_remembered(word: str) -> bool:
    """Numbers are endless, and nobody finishes them by what others wrote."""
    return len(word) > 1 and not word.isdigit()


def _row(entry: Indexed) -> tuple[int, int | None, datetime, str, str]:
    text = entry.text
    return text.post_id, text.comment_id, text.said_at, entry.language, entry.vector
