"""The access journal: written for good, read by whoever reads the space, in both languages."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from apps.posts.actions import create_post, end_guest, invite_guest
from apps.spaces.actions import (
    add_member,
    archive_space,
    change_grid,
    change_kind,
    leave_space,
    remove_member,
    restore_space,
)
from apps.spaces.journal import Kind, note
from apps.spaces.models import JournalEntry, Membership
from apps.spaces.presenters.journal import GROUP_OF, GROUPS, journal_page, latest_lines
from apps.spaces.presenters.recounting import _SAYINGS, recount
from tests.conftest import make_person
from tests.queries import assert_constant_queries

DETAILS = {
    Kind.INVITED: [{}, {"count": 12}],
    Kind.INVITATION_ENDED: [{"how": how} for how in ("withdrawn", "declined", "expired")],
    Kind.JOINED: [{"role": role} for role in Membership.Role.values],
    Kind.ROLE_CHANGED: [{"after": role} for role in Membership.Role.values],
    Kind.KIND_CHANGED: [{"before": "open", "after": "confidential"}],
    Kind.GRID_CHANGED: [
        {"permission": name, "before": "member", "after": "animator"}
        for name in (
            "post_in_space",
            "comment_in_space",
            "invite_to_space",
            "pin_in_space",
            "view_members",
        )
    ],
    Kind.EXCLUDED: [{"days": 7}, {"days": 1}, {"days": None}],
    Kind.CONSENT: [{"opened": 1}, {"opened": 2}],
    Kind.GLASS_OPENED: [{"hours": 4}],
    Kind.GLASS_READ: [{"post": 1}, {"posts": [1, 2]}],
    Kind.CREATED: [{"kind_of_space": "confidential"}],
}


def lines(user, space, **asked):
    with override("en"):
        page = journal_page(user, space, **asked)
    return [line.sentence for day in page.days for line in day.lines]


def test_every_kind_has_its_words_and_its_group():
    assert set(_SAYINGS) == set(Kind)
    assert set(GROUP_OF) == set(Kind.values)
    assert sum(map(len, GROUPS.values())) == len(Kind)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", Kind)
def test_every_line_reads_as_a_sentence(kind, language, world):
    for detail in DETAILS.get(kind, [{}]):
        for actor in (world.animator, world.member, None):
            entry = JournalEntry(
                space=world.confidential,
                kind=kind,
                actor=actor,
                person=world.member,
                detail=detail,
            )
            with override(language):
                said = recount(entry)
            assert said
            assert "%" not in said
            assert "None" not in said
            assert said[0].isupper() or said[0].isdigit()


def test_what_happens_is_told_in_order(world):
    space = world.confidential
    post = create_post(author=world.member, space=space, body="Mot.")
    guest = invite_guest(actor=world.member, post=post, person=world.outsider)
    end_guest(actor=world.outsider, guest=guest)
    add_member(actor=world.owner, space=space, user=world.member, role="animator")
    change_grid(actor=world.owner, space=space, post_in_space="animator")
    archive_space(actor=world.owner, space=space)
    restore_space(actor=world.owner, space=space)
    remove_member(actor=world.animator, space=space, user=world.member)
    change_kind(actor=world.owner, space=space, kind="on_request")
    with override("en"):
        assert lines(world.owner, space)[:8] == [
            "Odile Owner changed the kind of the space: On request, it was Confidential",
            "Anaïs Animator removed Mehdi Member",
            "Odile Owner opened the archived space again",
            "Odile Owner archived the space",
            "Odile Owner changed who posts here: the animators, it was the members",
            "Odile Owner named Mehdi Member as animator",
            "Oscar Outsider gave back the post that was given to read",
            "Mehdi Member gave Oscar Outsider a post to read",
        ]


def test_it_is_for_whoever_reads_the_space(world):
    for space in (world.confidential, world.on_request, world.open):
        for role, person in world.cast.items():
            shown = JournalEntry.objects.visible_to(person).filter(space=space).exists()
            assert shown == space.readers().contains(person), (role, space)


def test_whom_it_named_while_the_space_was_closed_stays_with_its_readers(world):
    space = world.on_request
    remove_member(actor=world.owner, space=space, user=world.animator)
    change_kind(actor=world.owner, space=space, kind="open")
    before = "Odile Owner removed Anaïs Animator"
    assert any(before in line for line in lines(world.member, space))
    shown = lines(world.outsider, space)
    assert len(shown) == 1, "that it was opened, and nothing of before"
    assert "Anaïs" not in shown[0]


def test_what_the_law_keeps_secret_is_shown_later_and_says_so(world):
    space = world.confidential
    later = timezone.now() + timedelta(days=3)
    note(space, Kind.GLASS_OPENED, actor=world.administrator, shown_from=later, hours=2)
    assert not any("exceptional" in line.sentence for line in latest_lines(world.owner, space))
    JournalEntry.objects.bulk_create(
        [
            JournalEntry(
                space=space,
                kind=Kind.GLASS_READ,
                at=timezone.now() - timedelta(days=3),
                shown_from=timezone.now() - timedelta(days=1),
                actor=world.administrator,
                detail={"post": 1},
            )
        ]
    )
    page = journal_page(world.owner, space, group="exceptional")
    (line,) = [line for day in page.days for line in day.lines]
    assert line.note


def test_a_role_given_on_the_way_in_is_said(world):
    """Otherwise somebody animates, or owns, a space whose journal never said so."""
    space, roles = world.confidential, Membership.Role
    for role in (roles.ANIMATOR, roles.OWNER):
        newcomer = make_person(f"Noé {role}")
        add_member(actor=world.owner, space=space, user=newcomer, role=role)
        assert role in lines(world.member, space)[0].removeprefix(f"Odile Owner let Noé {role}")


def test_nobody_changes_or_removes_a_line(world):
    entry = JournalEntry.objects.filter(space=world.confidential).first()
    for change in (
        lambda: JournalEntry.objects.filter(pk=entry.pk).update(kind="left"),
        lambda: JournalEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_who_may_not_see_the_members_reads_no_names_of_members(world):
    space = world.confidential
    before = lines(world.member, space)
    assert any("Anaïs Animator" in line for line in before)
    change_grid(actor=world.owner, space=space, view_members="animator")
    space.refresh_from_db()
    hidden = lines(world.member, space)
    assert not any("Anaïs Animator" in line or "Mehdi" in line for line in hidden)
    assert any("somebody" in line for line in hidden)
    assert any("Anaïs Animator" in line for line in lines(world.animator, space))


def test_it_is_filtered_and_comes_in_pages(world):
    space = world.confidential
    for _ in range(60):
        someone = make_person()
        add_member(actor=world.owner, space=space, user=someone)
    leave_space(user=world.member, space=space)
    page = journal_page(world.owner, space)
    assert page.more_url
    cursor = page.more_url.partition("after=")[2]
    rest = journal_page(world.owner, space, after=cursor)
    everything = JournalEntry.objects.filter(space=space).count()
    shown = sum(len(day.lines) for part in (page, rest) for day in part.days)
    assert shown == everything
    assert lines(world.owner, space, group="copies") == []
    assert len(lines(world.owner, space, group="nonsense")) == 50


def test_pages_cost_the_same_whatever_happened(world, signed_in):
    client = signed_in(world.owner)
    space = world.confidential

    def grow():
        for _ in range(20):
            add_member(actor=world.owner, space=space, user=make_person())

    def look(page):
        return lambda: client.get(f"/spaces/{space.slug}/{page}/")

    for page in ("journal", "about", "readers"):
        assert_constant_queries(look(page), grow)
