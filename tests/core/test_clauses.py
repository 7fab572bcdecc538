"""Remembered conditions hold for the same rows as the queries they were made of."""

import pytest
from django.db.models import Exists, OuterRef, Q

from apps.core.clauses import Clause, column
from apps.spaces.models import Follow, Membership, Space

OWN = Clause(
    "({0} IN ({mine}) OR {0} IS NULL AND {person} = 0)",
    mine=lambda person: Membership.objects.filter(user=person).values("space"),
)
FOLLOWED = Clause(
    "EXISTS ({follow})",
    follow=lambda person: Follow.objects.filter(user=person, space=column(0)).values("pk"),
)
# The row is of the same table as the part.
ITSELF = Clause(
    "EXISTS ({same})",
    same=lambda person: Space.objects.filter(pk=column(0), memberships__user=person).values("pk"),
)


def spaces(condition) -> set[int]:
    return set(Space.objects.filter(condition).values_list("pk", flat=True))


def of(person) -> set[int]:
    return set(Membership.objects.filter(user=person).values_list("space", flat=True))


def test_each_person_gets_their_own_answer_from_one_translation(world):
    for person in (world.member, world.animator, world.outsider, world.member):
        assert spaces(Q(OWN(person, "pk"))) == of(person)
    assert of(world.member)
    assert of(world.member) != of(world.outsider)


def test_it_can_be_denied_and_joined_with_others(world):
    mine, every = of(world.member), spaces(Q())
    assert spaces(~Q(OWN(world.member, "pk"))) == every - mine
    together = Q(OWN(world.member, "pk")) & Q(OWN(world.outsider, "pk"))
    assert spaces(together) == mine & of(world.outsider)


@pytest.mark.parametrize("clause", [ITSELF, OWN])
def test_a_column_stays_the_rows_where_the_part_reads_the_same_table(world, clause):
    assert spaces(Q(clause(world.member, "pk"))) == of(world.member)


def test_it_holds_in_a_subquery_and_through_a_relation(world):
    member = world.member
    mine = of(member)
    theirs = Space.objects.filter(OWN(member, "pk"), pk=OuterRef("space"))
    for rows in (
        Membership.objects.filter(OWN(member, "space")),
        Membership.objects.filter(space__in=Space.objects.filter(OWN(member, "pk"))),
        Membership.objects.filter(Exists(theirs)),
    ):
        assert set(rows.values_list("space", flat=True)) == mine
    Follow.objects.create(user=member, space=world.animator.page)
    followed = Membership.objects.filter(FOLLOWED(member, "user__page"))
    assert {membership.user for membership in followed} == {world.animator}


def test_the_orm_is_asked_for_its_sql_once():
    asked = []

    def mine(person):
        asked.append(person)
        return Membership.objects.filter(user=person).values("space")

    clause = Clause("{0} IN ({mine})", mine=mine)
    for number in (1, 2, 3):
        str(Space.objects.filter(clause(type("P", (), {"pk": number}), "pk")).query)
    assert len(asked) == 1
