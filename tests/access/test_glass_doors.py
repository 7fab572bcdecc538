"""Exceptional access opens its own room and no other door."""

import pytest
from django.test import override_settings

from apps.profiles.models import User
from apps.spaces.models import JournalEntry
from tests.access.doors import ADMINISTRATION, BODY, TITLE
from tests.access.doors_oversight import DOORS as GLASS, access_to, named
from tests.access.every_door import DOORS
from tests.access.test_doors import found, traces
from tests.conftest import make_person


@pytest.fixture
def opened(world, in_confidential):
    """In force, asked by the administrator, approved by the analyst; a second one looks on."""
    second = make_person("Berthe Bis", is_staff=True)
    return access_to(in_confidential), second


def test_who_finds_what_in_the_room(world, in_confidential, opened, signed_in):
    access, second = opened
    room = f"/break-glass/{access.pk}/"
    post = f"{room}posts/{in_confidential.post.pk}/"
    people = {**world.cast, "other administrator": second}
    with named():
        for role, person in people.items():
            client = signed_in(person)
            pages = [client.get(path) for path in (room, post)]
            words = [TITLE in page.content.decode() for page in pages]
            reads = [BODY in page.content.decode() for page in pages]
            expected = role == "administrator"
            assert words == reads == [expected, expected], role
            seen = [page.status_code for page in pages]
            if role == "deactivated":
                assert seen == [303, 303]
            elif role == "analyst":
                assert seen == [200, 404]
            elif role != "administrator":
                assert seen == [404, 404], role


def test_every_other_door_stays_closed_to_who_reads_by_exception(
    world, in_confidential, opened, signed_in
):
    """Nothing of it in feeds, lists, search, counters: the rule has no branch for it."""
    client = signed_in(world.administrator)
    for door in [*DOORS, *ADMINISTRATION]:
        if door in GLASS:
            continue
        said = door.open(client, in_confidential)
        assert not found(said), f"{door.name} says {found(said)}"
        assert not traces(said, in_confidential), door.name


def test_nothing_is_read_without_a_line_in_the_journal(world, in_confidential, opened, signed_in):
    access, _second = opened
    client = signed_in(world.administrator)
    before = JournalEntry.objects.count()
    room = f"/break-glass/{access.pk}/"
    for path in (room, f"{room}posts/{in_confidential.post.pk}/", room):
        assert client.get(path).status_code == 200
    assert JournalEntry.objects.count() == before + 3
    assert client.get(f"{room}posts/999999999/").status_code == 404
    assert JournalEntry.objects.count() == before + 3


def test_the_others_do_not_learn_which_space_was_opened(world, in_confidential, opened, signed_in):
    _access, second = opened
    client = signed_in(second)
    with override_settings(RSN_BREAK_GLASS_APPROVERS=[User.objects.get(is_analyst=True).email]):
        page = client.get("/break-glass/").content.decode()
    assert in_confidential.space.slug not in page
    assert not found(page)
