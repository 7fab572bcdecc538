"""People, their profiles and units."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from apps.accounts.actions import confirm_emails
from apps.core.normalise import normalise
from apps.demo.scale.copying import NULL, Table, moment
from apps.demo.scale.plan import Plan
from apps.demo.scale.words import FIRST, JOBS, LAST, PLACES, SKILLS, TOPICS, search_vector
from apps.profiles.actions import create_unit
from apps.profiles.models import Profile, Unit, User

YEARS = 10 * 365 * 86400
OnRows = Callable[[int, int], None]


def write_people(plan: Plan, now: float, measured: str, password: str, on_rows: OnRows) -> int:
    """Returns the primary key of the first; the others follow."""
    units, sites = _units(Unit.Kind.DEPARTMENT, TOPICS), _units(Unit.Kind.SITE, PLACES[:12])
    users = Table(
        User, "id", "email", "username", "display_name", "sort_name", "language", "joined_at",
        "password",
    )  # fmt: skip
    profiles = Table(
        Profile, "user_id", "job_title", "unit_id", "site_id", "manager_id", "skills", "searchable"
    )
    through: Any = User.groups.through
    groups = Table(through, "user_id", "group_id")
    first, total = users.next_id(), plan.sizes.people
    profile_rows: list[str] = []
    group_rows: list[str] = []

    def rows() -> Iterator[str]:
        dice = plan.dice
        unusable = make_password(None)
        for number in range(total):
            if number % 1000 == 0:
                on_rows(number, total)
            pk = first + number
            is_measured = number == plan.measured
            name = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
            unit, site, job = dice.choice(units), dice.choice(sites), dice.choice(JOBS)
            skills = dice.sample(SKILLS, dice.randint(0, 3))
            words = " ".join((job, unit.name, site.name, *skills))
            manager = first + dice.randrange(number) if number else NULL
            profile_rows.append(
                profiles.line(
                    pk, job, unit.pk, site.pk, manager, "{" + ",".join(skills) + "}",
                    search_vector(name, words),
                )
            )  # fmt: skip
            group_rows.extend(groups.line(pk, unit_.group_id) for unit_ in (unit, site))
            yield users.line(
                pk,
                measured if is_measured else f"person{pk}@scale.example",
                f"{slugify(normalise(name))}-{pk}",
                name,
                normalise(name),
                "fr" if dice.random() < 0.8 else "en",
                moment(now - dice.random() * YEARS),
                make_password(password) if is_measured else unusable,
            )

    users.copy(rows())
    profiles.copy(profile_rows)
    groups.copy(group_rows)
    users.settle_sequence()
    confirm_emails([User.objects.get(email=measured)])
    on_rows(total, total)
    return first


def _units(kind: str, names: tuple[str, ...]) -> list[Unit]:
    existing = {unit.name: unit for unit in Unit.objects.filter(kind=kind)}
    return [existing.get(name) or create_unit(name=name, kind=kind) for name in names]
