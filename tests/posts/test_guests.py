"""One post given to somebody from outside: who may, what they read, and how it ends."""

import pytest

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.posts.actions import (
    create_comment,
    create_post,
    end_guest,
    end_guesthood,
    end_needless_guesthood,
    invite_guest,
    react,
    withdraw_post,
)
from apps.posts.actions.guests import MOST_GUESTS
from apps.posts.models import Guest, Post, PostGrant
from apps.spaces.actions import add_member, archive_space, change_kind, remove_member
from apps.spaces.models import JournalEntry
from tests.conftest import make_person

GUARDIAN = "posts.view_post"


@pytest.fixture
def post(world):
    return create_post(author=world.member, space=world.confidential, title="Petrel", body="Mot.")


@pytest.fixture
def given(world, post):
    return invite_guest(actor=world.member, post=post, person=world.outsider, word="Pour toi.")


def reads(person, post):
    return Post.objects.visible_to(person).contains(post)


def kinds(space):
    return list(JournalEntry.objects.filter(space=space).order_by("pk").values_list("kind"))


def test_a_guest_reads_the_post_and_nothing_else(world, post, given):
    other = create_post(author=world.owner, space=world.confidential, body="Autre.")
    assert reads(world.outsider, post)
    assert post.readers().contains(world.outsider)
    assert world.outsider.has_perm(GUARDIAN, post)
    assert not reads(world.outsider, other)
    assert not Post.objects.in_readable_spaces(world.outsider).contains(post)
    assert Guest.objects.visible_to(world.outsider).get() == given


def test_everybody_who_reads_may_know_it(world, post, given):
    entry = JournalEntry.objects.visible_to(world.owner).filter(kind="guest_invited").get()
    assert (entry.actor, entry.person) == (world.member, world.outsider)
    assert entry.detail == {"post": post.pk}
    assert OutboxEvent.objects.filter(name="guest.invited", person_id=world.outsider.pk).exists()
    assert Guest.objects.visible_to(world.owner).contains(given)
    assert not Guest.objects.visible_to(world.leader).exists()
    before = post.version
    post.refresh_from_db()
    assert post.version > before


@pytest.mark.parametrize("role", ["owner", "animator", "member"])
def test_its_author_and_the_animators_invite(role, world, post):
    assert invite_guest(actor=world.cast[role], post=post, person=world.outsider)


def test_nobody_else_invites(world):
    said = create_post(author=world.owner, space=world.confidential, body="Mot.")
    for role in ("member", "outsider", "former_member", "administrator", "deactivated"):
        with pytest.raises(Refused):
            invite_guest(actor=world.cast[role], post=said, person=world.leader)
    assert not Guest.objects.exists()


def test_an_author_who_left_gives_nothing_away(world, post):
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    with pytest.raises(Refused):
        invite_guest(actor=world.member, post=post, person=world.outsider)


def test_a_guest_hands_it_on_to_nobody(world, post, given):
    with pytest.raises(Refused):
        invite_guest(actor=world.outsider, post=post, person=world.leader)


def test_inviting_twice_is_inviting_once(world, post, given):
    again = invite_guest(actor=world.owner, post=post, person=world.outsider)
    assert again == given
    assert PostGrant.objects.count() == 1
    assert kinds(world.confidential).count(("guest_invited",)) == 1


def test_who_reads_already_is_no_guest(world, post):
    with pytest.raises(InvalidInput):
        invite_guest(actor=world.member, post=post, person=world.owner)


def test_who_left_the_organisation_is_no_guest(world, post):
    with pytest.raises(InvalidInput):
        invite_guest(actor=world.member, post=post, person=world.deactivated)


def test_in_an_archived_space_nobody_is_invited(world, post):
    archive_space(actor=world.owner, space=world.confidential)
    post.refresh_from_db()
    with pytest.raises(Refused):
        invite_guest(actor=world.member, post=post, person=world.outsider)


def test_a_withdrawn_post_is_given_to_nobody(world, post):
    withdraw_post(actor=world.member, post=post)
    with pytest.raises(Refused):
        invite_guest(actor=world.member, post=post, person=world.outsider)


def test_there_is_a_most(world, post):
    for _ in range(MOST_GUESTS):
        invite_guest(actor=world.member, post=post, person=make_person())
    with pytest.raises(InvalidInput):
        invite_guest(actor=world.member, post=post, person=world.outsider)


@pytest.mark.parametrize("role", ["member", "animator", "outsider", "owner"])
def test_it_is_ended_by_who_gave_it_who_has_it_or_an_animator(role, world, post, given):
    assert reads(world.outsider, post)
    end_guest(actor=world.cast[role], guest=given)
    assert not reads(world.outsider, post)
    assert not Guest.objects.exists()
    assert not PostGrant.objects.exists()
    assert kinds(world.confidential)[-1] == ("guest_ended",)


@pytest.mark.parametrize("role", ["leader", "administrator", "former_member"])
def test_nobody_else_ends_it(role, world, given):
    with pytest.raises(Refused):
        end_guest(actor=world.cast[role], guest=given)


def test_another_member_does_not_end_it(world):
    said = create_post(author=world.owner, space=world.confidential, body="Mot.")
    guest = invite_guest(actor=world.owner, post=said, person=world.outsider)
    with pytest.raises(Refused):
        end_guest(actor=world.member, guest=guest)


def test_withdrawing_ends_it(world, post, given):
    withdraw_post(actor=world.member, post=post)
    assert not reads(world.outsider, post)
    assert not PostGrant.objects.exists()


def test_who_is_excluded_or_leaves_is_no_guest_any_more(world, post, given):
    end_guesthood(world.outsider.pk, world.open.pk)
    assert reads(world.outsider, post), "elsewhere"
    end_guesthood(world.outsider.pk, world.confidential.pk)
    assert not reads(world.outsider, post)
    assert not PostGrant.objects.exists()


def test_who_becomes_a_member_and_leaves_again_keeps_nothing(world, post, given):
    add_member(actor=world.owner, space=world.confidential, user=world.outsider)
    end_needless_guesthood(world.outsider.pk, world.confidential.pk)
    remove_member(actor=world.owner, space=world.confidential, user=world.outsider)
    assert not reads(world.outsider, post)


def test_a_guest_only_reads(world, post, given):
    with pytest.raises(Refused):
        create_comment(author=world.outsider, post=post, body="Moi aussi.")
    with pytest.raises(Refused):
        react(user=world.outsider, said=post, kind="thanks")


def test_a_guest_of_what_is_kept_apart_only_reads_it_too(world, post):
    change_kind(actor=world.owner, space=world.confidential, kind="open")
    post.refresh_from_db()
    assert not reads(world.outsider, post), "said before it was open"
    invite_guest(actor=world.member, post=post, person=world.outsider)
    assert reads(world.outsider, post)
    with pytest.raises(Refused):
        create_comment(author=world.outsider, post=post, body="Moi aussi.")
    with pytest.raises(Refused):
        react(user=world.outsider, said=post, kind="thanks")
