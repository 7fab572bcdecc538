"""Several people act on the same spaces at the same moment, each in a transaction of their own."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.db.utils import OperationalError

from apps.core.decisions import Refused
from apps.profiles.actions import (
    create_unit,
    deactivate_person,
    reactivate_person,
    update_directory_entry,
)
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.actions import (
    accept_invitation,
    add_member,
    answer_request,
    change_grid,
    close_to_unit,
    create_space,
    end_exclusion,
    exclude_person,
    follow_space,
    invite_person,
    join_space,
    leave_space,
    open_to_unit,
    recount_members,
    remove_member,
    request_access,
)
from apps.spaces.models import (
    Exclusion,
    Follow,
    Invitation,
    JoinRequest,
    Membership,
    Space,
    SpaceGrant,
)
from apps.spaces.permissions import can_read
from apps.spaces.settling import settle
from tests.conftest import make_person, make_space

THREADS, STEPS = 6, 25
Role = Membership.Role


def at_once(*calls):
    """Run the calls in parallel, started together; returns what each returned or raised."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def scattered(transactional_db):
    """Committed rows; the whole company, which a migration made, comes back after the flush."""
    Space.objects.get_or_create(
        built_in=Space.BuiltIn.EVERYONE, defaults={"slug": "everyone", "name": "x"}
    )
    owner, administrator = make_person(), make_person(is_staff=True)
    people = [make_person() for _ in range(4)]
    spaces = [make_space(owner, kind=kind) for kind in Space.Kind.values]
    return owner, administrator, people, spaces


def test_members_counts_and_grants_move_together(scattered):
    owner, administrator, people, spaces = scattered

    def busy(seed):
        def work():
            chance, deadlocks = random.Random(seed), 0
            for _ in range(STEPS):
                try:
                    _one_step(chance, owner, administrator, people, spaces)
                except Refused:
                    continue
                except OperationalError:
                    deadlocks += 1
            return deadlocks

        return work

    results = at_once(*(busy(seed) for seed in range(THREADS)))
    assert results == [0] * THREADS
    for person in User.objects.all():
        settle(person.pk)
    _assert_consistent(spaces)


def _one_step(chance, owner, administrator, people, spaces):
    person = User.objects.get(pk=chance.choice(people).pk)
    space = chance.choice(spaces)
    kind = chance.choice(["join", "leave", "role", "remove", "follow", "go", "come_back"])
    if kind == "join":
        join_space(user=person, space=space)
    elif kind == "leave":
        leave_space(user=person, space=space)
    elif kind == "role":
        add_member(actor=owner, space=space, user=person, role=chance.choice(Role.values))
    elif kind == "remove":
        remove_member(actor=owner, space=space, user=person)
    elif kind == "follow":
        follow_space(user=person, space=space)
    elif kind == "go":
        deactivate_person(actor=administrator, person=person)
        settle(person.pk)
    else:
        reactivate_person(actor=administrator, person=person)
        settle(person.pk)


def test_all_the_ways_in_and_out_at_once(scattered):
    """Join, leave, be asked in, be let in, a unit, a role, the grid, an exclusion: whatever meets
    whatever, who belongs holds what belonging means, who is kept out holds nothing."""
    owner, administrator, people, spaces = scattered
    unit = create_unit(name="Atelier")
    for person in people[:2]:
        update_directory_entry(actor=administrator, person=person, unit=unit)

    calls = (
        lambda seed=seed: _wander(seed, owner, people, spaces, unit) for seed in range(THREADS)
    )
    assert at_once(*calls) == [0] * THREADS
    _assert_consistent(spaces)
    inside = set(Membership.objects.values_list("user_id", "space_id"))
    out = set(Exclusion.objects.in_force().values_list("user_id", "space_id"))
    assert not inside & out
    for waiting in (Invitation.objects.waiting(), JoinRequest.objects.waiting()):
        assert not (inside | out) & set(waiting.values_list("user_id", "space_id"))
    for follow in Follow.objects.select_related("user", "space"):
        assert can_read(follow.user, follow.space)


def _wander(seed, owner, people, spaces, unit) -> int:
    """Take ways by chance; returns the number of deadlocks."""
    chance, deadlocks = random.Random(seed), 0
    for _ in range(STEPS):
        person = User.objects.get(pk=chance.choice(people).pk)
        space = Space.objects.get(pk=chance.choice(spaces).pk)
        try:
            chance.choice(list(WAYS.values()))(owner, person, space, unit)
        except Refused:
            continue
        except OperationalError:
            deadlocks += 1
    return deadlocks


def _answer(owner, person, space, unit):
    for asked in JoinRequest.objects.waiting().filter(user=person, space=space):
        answer_request(actor=owner, request=asked, is_accepted=True)


def _let_back(owner, person, space, unit):
    for exclusion in Exclusion.objects.in_force().filter(user=person, space=space):
        end_exclusion(actor=owner, exclusion=exclusion)


WAYS = {
    "join": lambda owner, person, space, unit: join_space(user=person, space=space),
    "leave": lambda owner, person, space, unit: leave_space(user=person, space=space),
    "add": lambda owner, person, space, unit: add_member(actor=owner, space=space, user=person),
    "promote": lambda owner, person, space, unit: add_member(
        actor=owner, space=space, user=person, role=Role.ANIMATOR
    ),
    "remove": lambda owner, person, space, unit: remove_member(
        actor=owner, space=space, user=person
    ),
    "follow": lambda owner, person, space, unit: follow_space(user=person, space=space),
    "invite": lambda owner, person, space, unit: invite_person(
        actor=owner, space=space, user=person
    ),
    "accept": lambda owner, person, space, unit: accept_invitation(user=person, space=space),
    "ask": lambda owner, person, space, unit: request_access(user=person, space=space),
    "answer": _answer,
    "exclude": lambda owner, person, space, unit: exclude_person(
        actor=owner, space=space, user=person, reason="x"
    ),
    "let back": _let_back,
    "open": lambda owner, person, space, unit: open_to_unit(actor=owner, space=space, unit=unit),
    "close": lambda owner, person, space, unit: close_to_unit(actor=owner, space=space, unit=unit),
    "grid": lambda owner, person, space, unit: change_grid(
        actor=owner, space=space, post_in_space=random.choice([Role.MEMBER, Role.ANIMATOR])
    ),
}


def _assert_consistent(spaces):
    memberships = list(Membership.objects.select_related("user", "space"))
    expected = {
        (m.user_id, m.space_id, codename)
        for m in memberships
        for codename in grants.permissions_of(m.role, m.space.grid)
    }
    columns = ("user_id", "content_object_id", "permission__codename")
    assert set(SpaceGrant.objects.values_list(*columns)) == expected
    for space in spaces:
        space.refresh_from_db()
        inside = [m for m in memberships if m.space_id == space.pk]
        assert space.members_count == sum(m.user.is_active for m in inside)
        assert any(m.role == Role.OWNER for m in inside)


def test_counting_again_waits_for_whoever_is_joining(scattered):
    _owner, _administrator, people, spaces = scattered
    space = spaces[0]
    Space.objects.filter(pk=space.pk).update(members_count=99)
    joined = Event()

    def join_slowly():
        with transaction.atomic():
            join_space(user=people[0], space=space)
            joined.set()
            sleep(0.3)

    def count():
        joined.wait()
        recount_members([space.pk])

    assert at_once(join_slowly, count) == [None, None]
    space.refresh_from_db()
    assert space.members_count == Membership.objects.filter(space=space).count() == 2


def test_a_unit_that_goes_waits_for_one_that_comes(scattered):
    """Otherwise the space would say that it has no readers by a unit, and the new ones not read."""
    owner, _administrator, _people, spaces = scattered
    space, leaving, coming = spaces[2], create_unit(name="Atelier"), create_unit(name="Quai")
    open_to_unit(actor=owner, space=space, unit=leaving)
    opened = Event()

    def open_slowly():
        with transaction.atomic():
            open_to_unit(actor=owner, space=space, unit=coming)
            opened.set()
            sleep(0.3)

    def close():
        opened.wait()
        close_to_unit(actor=owner, space=space, unit=leaving)

    assert at_once(open_slowly, close) == [None, None]
    space.refresh_from_db()
    assert space.has_unit_readers


@pytest.mark.parametrize("is_back", [True, False])
def test_a_departure_before_the_count_has_heard_of_the_person(scattered, is_back):
    """Giving access back, or taking it, changes counts a moment later: in between one may leave."""
    owner, administrator, people, spaces = scattered
    space, person = spaces[0], people[0]
    join_space(user=person, space=space)
    if is_back:
        deactivate_person(actor=administrator, person=person)
        settle(person.pk)
        reactivate_person(actor=administrator, person=person)
    else:
        deactivate_person(actor=administrator, person=person)
    person.refresh_from_db()
    remove_member(actor=owner, space=space, user=person)
    _assert_consistent([space])
    settle(person.pk)
    _assert_consistent([space])


def test_two_owners_who_leave_at_once_leave_one_behind(scattered):
    owner, _administrator, people, spaces = scattered
    space = spaces[0]
    add_member(actor=owner, space=space, user=people[0], role=Role.OWNER)
    results = at_once(
        lambda: leave_space(user=owner, space=space),
        lambda: leave_space(user=people[0], space=space),
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refused"]
    assert Membership.objects.filter(space=space, role=Role.OWNER).count() == 1


def test_a_double_click_makes_one_space(scattered):
    owner = scattered[0]
    key = "6d1f5a1c-6e7b-4c53-9d61-2f9a3a2e8f10"
    calls = [lambda: create_space(owner=owner, name="Once", key=key)] * 4
    made = at_once(*calls)
    assert len({space.pk for space in made}) == 1
    assert Membership.objects.filter(space=made[0]).count() == 1


def test_namesakes_created_at_once_get_addresses_of_their_own(scattered):
    _owner, _administrator, people, _spaces = scattered
    made = at_once(
        *(lambda person=person: create_space(owner=person, name="Same") for person in people[:3])
    )
    assert sorted(space.slug for space in made) == ["same", "same-2", "same-3"]
