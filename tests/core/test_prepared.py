"""Questions planned once a connection answer as the querysets they were made of."""

import pytest
from django.db import connection, transaction
from django.db.models import BooleanField, QuerySet, Value
from django.utils import translation

from apps.accounts.backends import PERSON
from apps.core.prepared import Prepared, Statement, preparations
from apps.spaces.models import Space
from tests.conftest import make_person
from tests.queries import queries_of


def _readable(person) -> QuerySet[Space]:
    spaces = Space.objects.visible_to(person).select_related("created_by")
    return spaces.annotate(has_100_percent=Value(True, BooleanField())).order_by("pk")


READABLE = Prepared(_readable)


def test_the_objects_are_those_of_the_queryset_for_everybody(world):
    for person in filter(lambda someone: someone.is_active, world.cast.values()):
        expected = list(_readable(person))
        found = READABLE.rows(person)
        assert found == expected
        assert [vars(one)["slug"] for one in found] == [one.slug for one in expected]
        assert all(one.has_100_percent for one in found)
        assert queries_of(lambda found=found: [one.created_by for one in found]) == []


def test_nobody_is_answered_for_who_is_not_there(world):
    assert READABLE.rows(world.deactivated) == []


def test_planning_is_asked_for_once_a_connection(world):
    READABLE.rows(world.member)
    assert len(queries_of(lambda: READABLE.rows(world.member))) == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_is_told_again():
    one = Statement("one", lambda: "SELECT $1 + 1", "int")
    assert one.rows(1) == [(2,)]
    connection.close()
    assert one.rows(2) == [(3,)]
    assert any("SELECT $1 + 1" in text for text in preparations())


@pytest.mark.django_db(transaction=True)
def test_what_was_prepared_survives_a_rollback():
    two = Statement("two", lambda: "SELECT $1 + 2", "int")
    with transaction.atomic():
        two.rows(1)
        transaction.set_rollback(True)
    assert two.rows(1) == [(3,)]


def test_the_person_of_a_session_is_whole(db):
    person = make_person("Zoé Zola")
    (found,) = PERSON.about(person.pk)
    with translation.override("fr"):
        assert queries_of(lambda: (found.profile.unit, found.profile.site, found.password)) == []
    assert found == person
    assert found.live_cursor >= 0
