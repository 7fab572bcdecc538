import pytest
from django.conf import settings
from django.utils import translation

from apps.profiles.actions import create_unit
from apps.spaces import grants
from apps.spaces.actions import add_member
from apps.spaces.audience import audience_of, exact_audience_of
from apps.spaces.models import Space
from apps.spaces.presenters import about_page
from apps.spaces.settling import settle


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def lyon(person, space_of):
    return space_of(person(), name="Quality Lyon", kind=Space.Kind.ON_REQUEST)


def test_the_card_of_a_space_says_units_that_read_it(lyon, person):
    """Not that members only do; a confidential one is known to them by name, too."""
    unit = create_unit(name="Metrology")
    grants.grant_unit(unit=unit, space=lyon)
    for kind in (Space.Kind.ON_REQUEST, Space.Kind.CONFIDENTIAL):
        lyon.kind = kind
        card = about_page(lyon.created_by, lyon, may_read=True).kind
        assert "units" in card.content_visible_to
        assert ("units" in card.name_visible_to) == (kind == Space.Kind.CONFIDENTIAL)


def test_the_members_and_nobody_else(lyon, person):
    assert exact_audience_of(lyon).sentence == "The 1 member of Quality Lyon. Nobody else."
    add_member(actor=lyon.created_by, space=lyon, user=person())
    lyon.refresh_from_db()
    for audience in (audience_of(lyon), exact_audience_of(lyon)):
        assert audience.sentence == "The 2 members of Quality Lyon. Nobody else."
        assert audience.to_publish == "Publish for the 2 members of Quality Lyon"
        assert audience.count == 2
    assert audience_of(lyon).label_short == "Quality Lyon · 2 members"


def test_an_open_space_says_everyone(world):
    settings.RSN_ORGANISATION_NAME, before = "Aubrac", settings.RSN_ORGANISATION_NAME
    try:
        active = len([p for p in world.cast.values() if p.is_active])
        exact = exact_audience_of(world.open)
        assert exact.sentence == f"Everyone at Aubrac ({active} people)"
        assert exact.count == world.open.readers().count() == active
        assert audience_of(world.open).sentence == "Everyone at Aubrac"
    finally:
        settings.RSN_ORGANISATION_NAME = before


def test_nobody_else_is_not_said_where_a_unit_reads_too(lyon, person):
    unit = create_unit(name="Metrology")
    person(unit=unit)
    grants.grant_unit(unit=unit, space=lyon)
    lyon.refresh_from_db()
    exact = exact_audience_of(lyon)
    assert exact.count == lyon.readers().count() == 2
    assert exact.sentence.startswith("2 people: the members of Quality Lyon and the units")
    assert "The members of Quality Lyon and the units" in audience_of(lyon).sentence
    for audience in (exact, audience_of(lyon)):
        assert audience.label_short == "Quality Lyon · members and units", "one member is not all"
    grants.withdraw_unit(unit=unit, space=lyon)
    lyon.refresh_from_db()
    assert exact_audience_of(lyon).sentence == "The 1 member of Quality Lyon. Nobody else."


def test_a_card_says_it_without_a_query(world, django_assert_num_queries):
    with django_assert_num_queries(0):
        for space in (world.open, world.on_request, world.confidential, world.everyone):
            assert audience_of(space).sentence


def test_those_who_left_the_organisation_are_not_counted(world):
    settle(world.deactivated.pk)
    world.confidential.refresh_from_db()
    assert audience_of(world.confidential).count == world.confidential.readers().count() == 3
