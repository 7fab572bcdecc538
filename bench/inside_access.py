"""Run by bench.access inside the application, in one transaction that is taken back at the end."""

import json
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from apps.profiles.actions import create_unit  # noqa: E402
from apps.profiles.models import Unit, User  # noqa: E402
from apps.spaces import grants  # noqa: E402
from apps.spaces.actions import add_member, remove_member  # noqa: E402
from apps.spaces.forms import MembersQuestion  # noqa: E402
from apps.spaces.listing import members_of  # noqa: E402
from apps.spaces.models import Space  # noqa: E402
from apps.spaces.permissions import can_read  # noqa: E402

ROUNDS = 15
FEW, MANY, UNIT = 50, 50_000, 5_000
OK = 200
PAGES = {
    "its page": "/spaces/{}/",
    "its page of members": "/spaces/{}/members/",
    "who reads it": "/spaces/{}/readers/",
    "its about page": "/spaces/{}/about/",
}

Act = Callable[[], object]

MEMBERS = """
    INSERT INTO spaces_membership (space_id, user_id, role, joined_at)
    SELECT %s, person, CASE WHEN person = %s THEN 'owner' ELSE 'member' END, now()
    FROM unnest(%s) person
"""
GRANTS = """
    INSERT INTO spaces_spacegrant (content_object_id, user_id, permission_id)
    SELECT member.space_id, member.user_id, unnest(%s)
    FROM spaces_membership member WHERE member.space_id = %s AND member.role = %s
"""


@dataclass(frozen=True)
class Row:
    """Medians in ms; `aim` is what large may cost of small at most, 0 when it is only told."""

    name: str
    small: float
    large: float
    aim: float


def main() -> None:
    with transaction.atomic():
        rows = _measure(list(User.objects.active().order_by("pk").values_list("pk", flat=True)))
        transaction.set_rollback(True)
    print(json.dumps([asdict(row) for row in rows]))


def _measure(people: list[int]) -> list[Row]:
    few, many = _filled("few", people[:FEW]), _filled("many", people[:MANY])
    closed = _filled("closed", people[:1])
    one, thousands = _unit("One", people[-1:]), _unit("Thousands", people[-UNIT:])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE spaces_spacegrant, spaces_membership, profiles_user_groups")
    owner, member = (User.objects.get(pk=pk) for pk in (people[0], people[FEW - 1]))
    middle = members_of(owner, many, MembersQuestion.read({})).next_cursor
    return [
        _row("may this person read it", lambda s: lambda: can_read(member, s), few, many),
        _row("a page of its members", lambda s: _page(owner, s, ""), few, many),
        Row("the page after", *_by_turns(_page(owner, few, ""), _page(owner, many, middle)), 3.0),
        _row("a member removed, and added", lambda s: _again(owner, s, member), few, many),
        _row("a unit given access, and not (1, 5,000 people)", _opened(closed), one, thousands),
        _row("how many read it", lambda s: s.readers().count, few, many, aim=0),
        *(
            _row(f"{name}, over HTTP", _asked(owner, path), few, many, aim=0)
            for name, path in PAGES.items()
        ),
    ]


def _row(
    name: str, make: Callable[..., Act], small: object, large: object, aim: float = 3.0
) -> Row:
    return Row(name, *_by_turns(make(small), make(large)), aim)


def _by_turns(small: Act, large: Act) -> tuple[float, float]:
    """Medians of both, asked alternately after one round that is not counted."""
    taken: list[tuple[float, float]] = [(_ms(small), _ms(large)) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(a for a, _ in taken), statistics.median(b for _, b in taken)


def _ms(act: Act) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _filled(name: str, ids: list[int]) -> Space:
    """A confidential space whose members these people are, the first of them its owner."""
    values = {"name": name, "sort_name": name, "kind": "confidential", "members_count": len(ids)}
    space = Space.objects.create(slug=f"bench-{name}", **values)
    numbers = grants.permission_ids()
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, [space.pk, ids[0], ids])
        for role in ("member", "owner"):
            held = [numbers[codename] for codename in grants.permissions_of(role)]
            cursor.execute(GRANTS, [held, space.pk, role])
    return space


def _unit(name: str, ids: list[int]) -> Unit:
    unit = create_unit(name=name)
    belonging = User.groups.through
    belonging.objects.bulk_create(
        [belonging(user_id=pk, group_id=unit.group_id) for pk in ids], batch_size=5000
    )
    return unit


def _page(reader: User, space: Space, cursor: str) -> Act:
    question = MembersQuestion.read({"cursor": cursor} if cursor else {})
    return lambda: members_of(reader, space, question)


def _asked(reader: User, path: str) -> Callable[[Space], Act]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])

    def make(space: Space) -> Act:
        def act() -> None:
            answer = client.get(path.format(space.slug))
            if answer.status_code != OK:
                raise RuntimeError(f"{answer.status_code} for {path}")

        return act

    return make


def _again(owner: User, space: Space, member: User) -> Act:
    def act() -> None:
        remove_member(actor=owner, space=space, user=member)
        add_member(actor=owner, space=space, user=member)

    return act


def _opened(space: Space) -> Callable[[Unit], Act]:
    def make(unit: Unit) -> Act:
        def act() -> None:
            grants.grant_unit(unit=unit, space=space)
            grants.withdraw_unit(unit=unit, space=space)

        return act

    return make


if __name__ == "__main__":
    main()
