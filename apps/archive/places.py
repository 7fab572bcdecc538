"""Spaces of an archive, and who belongs to them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import get_random_string

from apps.archive.format import BrokenLine, Line, MembershipLine, SpaceLine
from apps.archive.ids import Ids, Run
from apps.archive.people import LANGUAGES, FreeNames, People
from apps.archive.report import Report
from apps.core.html import clean_text
from apps.core.normalise import normalise
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.actions import recount_members
from apps.spaces.actions.spaces import ADDRESS_LETTERS, RESERVED_SLUGS
from apps.spaces.models import Membership, Space
from apps.spaces.searchable import refresh_searchable


class Spaces:
    """The spaces of one batch. A new one never pours into one of the same name."""

    def __init__(self, run: Run, ids: Ids, people: People, lines: Iterable[Line]) -> None:
        self._run = run
        self._ids = ids
        self._people = people
        own = [line for line in lines if isinstance(line, SpaceLine)]
        wanted = [line.slug or line.name for line in own if not line.built_in]
        self._slugs = FreeNames(Space, "slug", wanted, at_most=110, reserved=RESERVED_SLUGS)
        self._new: list[Space] = []

    def take(self, line: SpaceLine, report: Report) -> None:
        if self._ids.is_known("space", line.id):
            report.already_here["space"] += 1
        elif line.built_in:
            self._ids.define("space", line.id, self._built_in(line))
            report.already_here["space"] += 1
        else:
            self._ids.define("space", line.id, self._space(line))
            report.written["space"] += 1

    def save(self) -> None:
        Space.objects.bulk_create(self._new, batch_size=1000)
        refresh_searchable([space.pk for space in self._new])

    def _built_in(self, line: SpaceLine) -> Space:
        if line.built_in == Space.BuiltIn.PERSON:
            return self._people.page(self._ids.get("user", line.person))
        return Space.objects.get(built_in=Space.BuiltIn.EVERYONE)

    def _space(self, line: SpaceLine) -> Space:
        name = clean_text(line.name) or line.id[:120]
        space = Space(
            name=name,
            sort_name=normalise(name)[:120],
            slug=self._address(line, name),
            description=clean_text(line.description),
            charter_note=clean_text(line.charter_note),
            kind=line.visibility,
            purpose=_one_of(line.purpose, Space.Purpose.values, Space.Purpose.PRACTICE),
            language=_one_of(
                line.language or self._run.language, LANGUAGES, settings.LANGUAGE_CODE
            ),
            created_at=line.created_at,
            archived_at=line.archived_at,
            imported_at=self._run.imported_at,
        )
        self._new.append(space)
        return space

    def _address(self, line: SpaceLine, name: str) -> str:
        """As it was; without one, a confidential space gets an address that tells nothing."""
        if line.slug or line.visibility != Space.Kind.CONFIDENTIAL:
            return self._slugs.take(line.slug or name)
        return f"{self._slugs.take(name)}-{get_random_string(6, ADDRESS_LETTERS)}"


class Memberships:
    """Who belongs where; roles are projected into grants as everywhere."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._wanted: list[Membership] = []

    def take(self, line: MembershipLine, _report: Report) -> None:
        space: Space = self._ids.get("space", line.space)
        user: User = self._ids.get("user", line.user)
        if space.built_in:
            raise BrokenLine("nobody is a member of the whole company or of a page")
        since = line.joined_at or max(space.created_at, user.joined_at)
        self._wanted.append(Membership(space=space, user=user, role=line.role, joined_at=since))

    def save(self, report: Report) -> None:
        wanted = {(m.user.pk, m.space.pk): m for m in reversed(self._wanted)}
        here = Membership.objects.filter(
            user__in={user_id for user_id, _ in wanted}, space__in={s for _, s in wanted}
        )
        existing = set(here.values_list("user_id", "space_id"))
        new = [m for pair, m in wanted.items() if pair not in existing]
        Membership.objects.bulk_create(new, batch_size=2000)
        if new:
            grants.project(new)
            recount_members({m.space_id for m in new})
        report.written["membership"] += len(new)
        report.already_here["membership"] += len(self._wanted) - len(new)


def _one_of(value: str, choices: Iterable[str], default: str) -> str:
    return value if value in choices else default
