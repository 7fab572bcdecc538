"""The cast: the same few people everywhere, made through actions."""

import os
from dataclasses import dataclass
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from apps.profiles.actions import deactivate_person, register_person
from apps.profiles.models import User
from apps.spaces.actions import (
    add_member,
    create_space,
    join_space,
    open_person_page,
    remove_member,
)
from apps.spaces.models import Membership, Space
from tests.browsers import browser, context_of, page_of
from tests.processes import START_SECONDS, Network, eventually, everything_delivered, network
from tests.queues import work_done_at_once

# Playwright's synchronous interface runs an event loop in the thread of the test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NOT_EMPTIED = {
    "spaces_journalentry": "journal_is_not_emptied",
    "oversight_access": "access_is_not_emptied",
    "oversight_administrationentry": "book_is_not_emptied",
}
_numbers = count(1)


def make_person(name: str = "", **details: object) -> User:
    """A new employee with a page; `details` as for `register_person`."""
    number = next(_numbers)
    person = register_person(
        email=f"person{number}@example.test",
        display_name=name or f"Person {number}",
        **details,
    )
    open_person_page(person)
    return person


def make_space(
    owner: User, *, kind: str = Space.Kind.OPEN, name: str = "", **values: object
) -> Space:
    return create_space(owner=owner, name=name or f"Space {next(_numbers)}", kind=kind, **values)


@dataclass
class World:
    """One confidential space, one on request, one open, and everyone who matters around them."""

    owner: User
    animator: User
    member: User
    outsider: User
    former_member: User
    leader: User
    communicator: User
    analyst: User
    administrator: User
    deactivated: User
    confidential: Space
    on_request: Space
    open: Space
    everyone: Space

    @property
    def cast(self) -> dict[str, User]:
        return {name: value for name, value in vars(self).items() if isinstance(value, User)}

    @property
    def closed_spaces(self) -> list[Space]:
        return [self.confidential, self.on_request]


def the_whole_company() -> Space:
    """The space that a migration made; made again where a test on committed rows flushed it."""
    kept = {"slug": "everyone", "name": "The whole company"}
    return Space.objects.get_or_create(built_in=Space.BuiltIn.EVERYONE, defaults=kept)[0]


def build_world() -> World:
    people = {
        role: make_person(name)
        for role, name in {
            "owner": "Odile Owner",
            "animator": "Anaïs Animator",
            "member": "Mehdi Member",
            "outsider": "Oscar Outsider",
            "former_member": "Fatou Former",
            "deactivated": "Denis Deactivated",
        }.items()
    }
    people["leader"] = make_person("Laure Leader", is_leader=True)
    people["communicator"] = make_person("Carl Communicator", is_communicator=True)
    people["analyst"] = make_person("Ada Analyst", is_analyst=True)
    people["administrator"] = make_person("Adam Administrator", is_staff=True)
    owner = people["owner"]
    spaces = {kind: make_space(owner, kind=kind, name=f"Cave {kind}") for kind in Space.Kind.values}
    for space in spaces.values():
        add_member(actor=owner, space=space, user=people["animator"], role=Membership.Role.ANIMATOR)
        for role in ("member", "former_member", "deactivated"):
            add_member(actor=owner, space=space, user=people[role])
        remove_member(actor=owner, space=space, user=people["former_member"])
    deactivate_person(actor=people["administrator"], person=people["deactivated"])
    return World(
        **people,
        confidential=spaces["confidential"],
        on_request=spaces["on_request"],
        open=spaces["open"],
        everyone=the_whole_company(),
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Between tests on committed rows every table is emptied: here those kept for good let it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, trigger in NOT_EMPTIED.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def person(db: None):
    return make_person


@pytest.fixture
def space_of(db: None):
    return make_space


@pytest.fixture
def signed_in():
    """A test client with a session: `signed_in(user).get("/")`."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def live_world(transactional_db: None, network: Network) -> World:
    """The cast, committed, so that the relay and the web process see it.

    What its making recorded has been delivered: no tab hears of it later.
    """
    world = build_world()
    eventually(everything_delivered, START_SECONDS)
    return world


# Fixtures made known here and nowhere else: a second name would start a second browser or network.
__all__ = [
    "World",
    "browser",
    "build_world",
    "context_of",
    "join_space",
    "make_person",
    "make_space",
    "network",
    "page_of",
    "work_done_at_once",
]
