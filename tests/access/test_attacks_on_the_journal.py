"""The access journal, attacked with SQL in the role of the application."""

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from apps.spaces.models import JournalEntry, Space

DELETE = {"_method": "DELETE"}


FORGERIES = [
    "UPDATE spaces_journalentry SET kind = 'left'",
    "UPDATE spaces_journalentry SET actor_id = NULL",
    "UPDATE spaces_journalentry SET shown_from = shown_from + interval '9 years'",
    "UPDATE spaces_journalentry SET space_id = (SELECT max(id) FROM spaces_space)",
    "DELETE FROM spaces_journalentry",
    "TRUNCATE spaces_journalentry",
    "TRUNCATE spaces_space CASCADE",
    "WITH gone AS (DELETE FROM spaces_journalentry RETURNING 1) SELECT count(*) FROM gone",
    "INSERT INTO spaces_journalentry TABLE spaces_journalentry ON CONFLICT (id) DO UPDATE SET id=0",
]


@pytest.mark.parametrize("statement", FORGERIES)
def test_the_journal_is_neither_changed_nor_shortened(statement, world):
    """With SQL, in the role of the application."""
    before = list(JournalEntry.objects.order_by("pk").values())
    assert before
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        _as_in_use(statement)
    assert list(JournalEntry.objects.order_by("pk").values()) == before


def _as_in_use(statement: str) -> None:
    # Those of tests are emptied between them (tests/conftest.py).
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE spaces_journalentry ENABLE TRIGGER journal_is_not_emptied")
    run(statement)


def test_lines_go_with_their_space_or_not_at_all(world):
    """What lets a space be deleted with its journal does not let single lines be deleted."""
    space = world.confidential
    before = JournalEntry.objects.filter(space=space).count()
    for lines_of in (space, world.open):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            _pretend_to_delete(space, lines_of)
    assert JournalEntry.objects.filter(space=space).count() == before


def _pretend_to_delete(space: Space, lines_of: Space) -> None:
    run("SELECT set_config('rsn.deleting_space', %s, true)", str(space.pk))
    run("DELETE FROM spaces_journalentry WHERE space_id = %s", lines_of.pk)
    run("SET CONSTRAINTS ALL IMMEDIATE")


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
