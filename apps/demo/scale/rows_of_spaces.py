"""Spaces, pages, memberships with their grants, follows, and how far people have read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from django.utils.text import slugify

from apps.core.normalise import normalise
from apps.demo.scale.copying import NULL, Table, moment
from apps.demo.scale.plan import Plan
from apps.demo.scale.words import PLACES, TOPICS, search_vector, sentence
from apps.feed.models import SeenMarker
from apps.profiles.models import User
from apps.spaces.actions.spaces import page_values
from apps.spaces.grants import PERMISSIONS_OF_ROLE, permission_ids
from apps.spaces.models import Follow, Membership, Space, SpaceGrant

DAY = 86400
OnProgress = Callable[[str, int, int], None]
FOLLOWS = 2


@dataclass(frozen=True)
class Where:
    """Primary keys of the first person, the first space, the first page, and the whole company."""

    first_person: int
    first_space: int
    first_page: int
    everyone: int


def write_spaces(plan: Plan, now: float, first_person: int, on_progress: OnProgress) -> Where:
    spaces = Table(
        Space, "id", "slug", "name", "sort_name", "description", "kind", "built_in", "person_id",
        "created_by_id", "created_at", "members_count", "searchable", "language", "purpose",
    )  # fmt: skip
    first_space = spaces.next_id()
    where = Where(
        first_person,
        first_space,
        first_space + plan.sizes.spaces,
        Space.objects.get(built_in=Space.BuiltIn.EVERYONE).pk,
    )
    spaces.copy(_communities(spaces, plan, now, where, on_progress))
    # Read before they are sent: a connection does one thing at a time.
    spaces.copy(list(_pages(spaces, plan, where)))
    spaces.settle_sequence()
    _write_memberships(plan, now, where, on_progress)
    _write_follows(plan, where, on_progress)
    return where


def role(position: int) -> str:
    """Of the n-th member of a space: one owner, one animator, then members."""
    return (
        (Membership.Role.OWNER, Membership.Role.ANIMATOR)[position]
        if position < 2
        else Membership.Role.MEMBER
    )


def _communities(
    table: Table, plan: Plan, now: float, where: Where, on_progress: OnProgress
) -> Iterator[str]:
    dice, total = plan.dice, plan.sizes.spaces
    for number in range(total):
        if number % 1000 == 0:
            on_progress("Spaces", number, total)
        pk = where.first_space + number
        name = f"{dice.choice(TOPICS)} {dice.choice(PLACES)} {number + 1}"
        description = " ".join(sentence(dice) for _ in range(dice.randint(0, 2)))
        kind = dice.choices(("open", "on_request", "confidential"), (80, 14, 6))[0]
        members = plan.members[number]
        yield table.line(
            pk,
            f"{slugify(normalise(name))}-s{pk}",
            name,
            normalise(name),
            description,
            kind,
            "",
            NULL,
            where.first_person + members[0] if members else NULL,
            moment(now - (720 + dice.random() * 700) * DAY),
            len(members),
            search_vector(name, description),
            "fr" if dice.random() < 0.8 else "en",
            dice.choice(Space.Purpose.values),
        )
    on_progress("Spaces", total, total)


def _pages(table: Table, plan: Plan, where: Where) -> Iterator[str]:
    """As `open_person_page` makes them."""
    last = where.first_person + plan.sizes.people
    people = User.objects.filter(pk__gte=where.first_person, pk__lt=last).order_by("pk")
    people = people.only("username", "display_name", "sort_name", "language", "joined_at")
    for number, person in enumerate(people.iterator(chunk_size=5000)):
        values = page_values(person)
        yield table.line(
            where.first_page + number,
            values["slug"],
            values["name"],
            values["sort_name"],
            "",
            "open",
            values["built_in"],
            person.pk,
            NULL,
            moment(person.joined_at.timestamp()),
            0,
            NULL,
            values["language"],
            values["purpose"],
        )


@dataclass(frozen=True)
class _Member:
    person: int
    user_id: int
    space_id: int
    role: str


def _write_memberships(plan: Plan, now: float, where: Where, on_progress: OnProgress) -> None:
    members = Table(Membership, "space_id", "user_id", "role", "joined_at")
    members.copy(
        members.line(m.space_id, m.user_id, m.role, moment(now - plan.dice.random() * 700 * DAY))
        for m in _members(plan, where, partial(on_progress, "Memberships"))
    )
    grants = Table(SpaceGrant, "content_object_id", "user_id", "permission_id")
    ids = permission_ids()
    allowed = {role: sorted(ids[c] for c in codes) for role, codes in PERMISSIONS_OF_ROLE.items()}
    grants.copy(
        grants.line(m.space_id, m.user_id, permission)
        for m in _members(plan, where, partial(on_progress, "Grants"))
        for permission in allowed[m.role]
    )
    seen = Table(SeenMarker, "user_id", "space_id", "seen_at")
    # Of the measured person everywhere, of the others in one space of three.
    seen.copy(
        seen.line(m.user_id, m.space_id, moment(now - plan.dice.random() * 14 * DAY))
        for m in _members(plan, where, partial(on_progress, "Seen"))
        if m.person == plan.measured or plan.dice.random() < 0.33
    )
    measured = where.first_person + plan.measured
    seen.copy([seen.line(measured, where.everyone, moment(now - DAY))])


def _members(plan: Plan, where: Where, on_rows: Callable[[int, int], None]) -> Iterator[_Member]:
    total, done = sum(map(len, plan.members)), 0
    for number, people in enumerate(plan.members):
        for position, person in enumerate(people):
            user_id, space_id = where.first_person + person, where.first_space + number
            yield _Member(person, user_id, space_id, role(position))
        done += len(people)
        if number % 100 == 0:
            on_rows(done, total)
    on_rows(total, total)


def _write_follows(plan: Plan, where: Where, on_progress: OnProgress) -> None:
    """Everybody follows two colleagues' pages."""
    follows = Table(Follow, "user_id", "space_id")
    people = plan.sizes.people

    def rows() -> Iterator[str]:
        for number in range(people):
            if number % 5000 == 0:
                on_progress("Follows", number, people)
            for other in {plan.dice.randrange(people) for _ in range(FOLLOWS)} - {number}:
                yield follows.line(where.first_person + number, where.first_page + other)

    follows.copy(rows())
    on_progress("Follows", people, people)
