"""Everything that changes who reads, and everything that is said, at the same time.

Ways in and out of a space are in tests/spaces/test_concurrency.py, openings and consents in
tests/posts/test_opening_at_once.py; here they all meet guests, units that people move between, and
words. Whatever meets whatever: no grant without its fact, no fact without its grant, no words for
more people than they were written for, and nobody waits in a circle.
"""

import random
from threading import Event
from time import sleep

import pytest
from django.db import transaction
from django.db.models import F
from django.db.utils import OperationalError

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import (
    agree_to_open_everything,
    create_comment,
    create_post,
    depart,
    end_guest,
    end_guesthood,
    end_needless_guesthood,
    invite_guest,
    keep_draft,
    publish_draft,
    withdraw_post,
)
from apps.posts.models import Guest, Post, PostGrant
from apps.profiles.actions import create_unit, update_directory_entry
from apps.profiles.former import former_member
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.actions import (
    accept_invitation,
    add_member,
    change_kind,
    close_to_unit,
    end_exclusion,
    exclude_person,
    invite_person,
    join_space,
    open_to_unit,
    remove_member,
)
from apps.spaces.actions.members import lock_space
from apps.spaces.models import (
    CirclePerson,
    Exclusion,
    Membership,
    Space,
    SpaceGrant,
)
from tests.conftest import make_person, make_space, the_whole_company
from tests.spaces.test_concurrency import at_once

Kind = Space.Kind
THREADS, STEPS, MOMENT = 6, 20, 0.3


@pytest.fixture
def place(transactional_db):
    the_whole_company()
    owner, administrator = make_person("Odile"), make_person(is_staff=True)
    people = [make_person() for _ in range(5)]
    space = make_space(owner, kind=Kind.CONFIDENTIAL)
    unit = create_unit(name="Atelier")
    for person in people[:3]:
        add_member(actor=owner, space=space, user=person)
    create_post(author=owner, space=space, body="confidential")
    return owner, administrator, people, space, unit


def test_no_right_without_its_reason_and_no_words_for_more_than_they_were_meant(place):
    owner, _administrator, _people, space, _unit = place
    outcomes = at_once(*(lambda seed=seed: _busy(seed, place) for seed in range(THREADS)))
    assert outcomes == [0] * THREADS, "somebody waited in a circle, or worse"
    assert_grants_follow_memberships(space)
    assert_guests_hold_what_they_were_given(space, owner)
    assert_words_have_the_readers_they_were_meant_for(space)


def _busy(seed: int, place) -> int:
    """Acts by chance; returns how many failed as none may."""
    chance, wrong = random.Random(seed), 0
    for _ in range(STEPS):
        try:
            act_once(chance, place)
        except OperationalError:
            wrong += 1
    return wrong


def test_a_draft_that_goes_out_while_its_author_leaves_waits_in_no_circle(place):
    """Leaving takes the space, then the drafts: so does publishing."""
    _owner, _administrator, (person, *_rest), space, _unit = place
    draft = keep_draft(author=person, space=space, body="Plus tard")
    taken = Event()

    def leave():
        with transaction.atomic():
            lock_space(space)
            taken.set()
            sleep(MOMENT)
            depart(user=person, space=space, words="remove")

    def publish():
        taken.wait()
        publish_draft(actor=person, draft=draft)

    left, published = at_once(leave, publish)
    assert left is None
    assert isinstance(published, InvalidInput)


def test_a_guest_who_ends_in_two_ways_waits_in_no_circle(place):
    owner, _administrator, (*_members, outside), space, _unit = place
    guest = invite_guest(actor=owner, post=Post.objects.get(space=space), person=outside)
    taken = Event()

    def one_post():
        with transaction.atomic():
            Post.objects.select_for_update(no_key=True).get(pk=guest.post_id)
            taken.set()
            sleep(MOMENT)
            end_guest(actor=owner, guest=guest)

    def everything():
        taken.wait()
        end_guesthood(outside.pk)

    assert at_once(one_post, everything) == [None, None]
    assert not Guest.objects.exists()


def act_once(chance: random.Random, place) -> bool:
    """Something happens in `place`: whether it was allowed. A deadlock is an `OperationalError`."""
    owner, administrator, people, space, unit = place
    person = User.objects.get(pk=chance.choice(people).pk)
    here = Space.objects.get(pk=space.pk)
    try:
        chance.choice(ACTS)(chance, owner, administrator, person, here, unit)
    except (Refused, InvalidInput, IndexError):
        return False
    return True


def _any_post(chance, space) -> Post:
    return chance.choice(list(Post.objects.within(space).select_related("space")))


def _end_a_guest(chance, owner, _administrator, _person, space, _unit):
    guests = Guest.objects.filter(post__space=space).select_related("post")
    end_guest(actor=owner, guest=chance.choice(list(guests)))


def _let_back(_chance, owner, _administrator, person, space, _unit):
    for exclusion in Exclusion.objects.in_force().filter(user=person, space=space):
        end_exclusion(actor=owner, exclusion=exclusion)


def _draft(_chance, _owner, _administrator, person, space, _unit):
    draft = keep_draft(author=person, space=space, body=space.kind)
    publish_draft(actor=person, draft=draft)


def _move(chance, _owner, administrator, person, _space, unit):
    update_directory_entry(actor=administrator, person=person, unit=chance.choice([unit, None]))


ACTS = [
    lambda c, o, a, p, s, u: create_post(author=p, space=s, body=s.kind),
    lambda c, o, a, p, s, u: create_post(author=p, space=s, body=s.kind),
    lambda c, o, a, p, s, u: create_comment(author=p, post=_any_post(c, s), body="Oui"),
    lambda c, o, a, p, s, u: withdraw_post(actor=o, post=_any_post(c, s)),
    lambda c, o, a, p, s, u: change_kind(actor=o, space=s, kind=c.choice(Kind.values)),
    lambda c, o, a, p, s, u: agree_to_open_everything(person=p, space=s),
    lambda c, o, a, p, s, u: invite_guest(actor=o, post=_any_post(c, s), person=p),
    lambda c, o, a, p, s, u: invite_guest(actor=o, post=_any_post(c, s), person=p),
    lambda c, o, a, p, s, u: join_space(user=p, space=s),
    lambda c, o, a, p, s, u: add_member(
        actor=o, space=s, user=p, role=c.choice(["member", "animator"])
    ),
    lambda c, o, a, p, s, u: remove_member(actor=o, space=s, user=p),
    lambda c, o, a, p, s, u: depart(
        user=p, space=s, words=c.choice(["keep", "anonymise", "remove"])
    ),
    lambda c, o, a, p, s, u: exclude_person(actor=o, space=s, user=p, reason="x"),
    lambda c, o, a, p, s, u: invite_person(actor=o, space=s, user=p),
    lambda c, o, a, p, s, u: accept_invitation(user=p, space=s),
    lambda c, o, a, p, s, u: open_to_unit(actor=o, space=s, unit=u),
    lambda c, o, a, p, s, u: close_to_unit(actor=o, space=s, unit=u),
    _end_a_guest,
    _let_back,
    _draft,
    _move,
]


def assert_grants_follow_memberships(space: Space) -> None:
    space.refresh_from_db()
    members = Membership.objects.filter(space=space)
    expected = {
        (member.user_id, codename)
        for member in members
        for codename in grants.permissions_of(member.role, space.grid)
    }
    held = SpaceGrant.objects.filter(content_object=space)
    assert set(held.values_list("user_id", "permission__codename")) == expected
    inside = set(members.values_list("user_id", flat=True))
    out = Exclusion.objects.in_force().filter(space=space).values_list("user_id", flat=True)
    assert not inside & set(out)
    assert space.members_count == len(inside)


def assert_guests_hold_what_they_were_given(space: Space, owner: User) -> None:
    given = set(Guest.objects.values_list("user_id", "post_id"))
    assert set(PostGrant.objects.values_list("user_id", "content_object_id")) == given
    out = Exclusion.objects.in_force().filter(space=space).values("user")
    assert not Guest.objects.filter(user__in=out).exists()
    # What the relay does a moment later.
    for member in Membership.objects.filter(space=space):
        end_needless_guesthood(member.user_id, space.pk)
    for guest in Guest.objects.select_related("post", "user"):
        assert guest.post.withdrawn_at is not None or guest.post.readers().contains(guest.user)


def assert_words_have_the_readers_they_were_meant_for(space: Space) -> None:
    """A post says in its words what the kind was when it was written."""
    assert not Post.objects.exclude(circle=None).exclude(circle__space=F("space")).exists()
    members = set(Membership.objects.filter(space=space).values_list("user_id", flat=True))
    circled = CirclePerson.objects.filter(circle__space=space).values_list("user_id", flat=True)
    assert set(circled) <= members, "who left the space left its circles"
    opened = Post.objects.filter(space=space, circle=None, withdrawn_at=None).exclude(
        text=Kind.OPEN
    )
    # Who took their name off took their consent along; the conversation stays open.
    for post in opened.exclude(author=former_member()) if space.kind == Kind.OPEN else ():
        assert post.consents.filter(person=post.author).exists(), f"{post} was meant for fewer"
