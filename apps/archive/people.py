"""People of an archive: matched by e-mail, or let in without a way to sign in yet."""

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db.models import F, Func, Value
from django.utils.text import slugify

from apps.accounts.actions import confirm_emails
from apps.archive.format import BrokenLine, Line, UserLine
from apps.archive.ids import Ids, Run
from apps.archive.report import Report
from apps.core.html import clean_text
from apps.core.normalise import normalise
from apps.profiles.actions import create_unit
from apps.profiles.models import Profile, Unit, User
from apps.profiles.searchable import refresh_searchable
from apps.spaces.actions.spaces import page_values
from apps.spaces.models import Space

# A top-level domain that exists nowhere, by RFC 2606.
NOWHERE = ".invalid"
LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)


class People:
    """The people of one batch, their pages and their units."""

    def __init__(self, run: Run, ids: Ids, lines: Iterable[Line]) -> None:
        self._run = run
        self._ids = ids
        own = [line for line in lines if isinstance(line, UserLine)]
        wanted = {_email(run, line) for line in own}
        self._by_email = {user.email: user for user in User.objects.filter(email__in=wanted)}
        fresh = [line for line in own if _email(run, line) not in self._by_email]
        names = FreeNames(User, "username", (line.username or line.name for line in fresh))
        self._usernames = names
        self._units = {
            normalise(unit.name): unit for unit in Unit.objects.filter(kind=Unit.Kind.DEPARTMENT)
        } if own else {}  # fmt: skip
        self._new: list[User] = []
        self._profiles: list[Profile] = []
        self._pages: dict[int, Space] = {}

    def take(self, line: UserLine, report: Report) -> None:
        if self._ids.is_known("user", line.id):
            report.already_here["user"] += 1
            return
        email = _email(self._run, line)
        if here := self._by_email.get(email):
            self._ids.define("user", line.id, here)
            report.already_here["user"] += 1
            return
        user = self._person(line, email)
        self._by_email[email] = user
        self._ids.define("user", line.id, user)
        report.written["user"] += 1

    def page(self, person: User) -> Space:
        """The page of a person of this batch, or of one who was here before."""
        if page := self._pages.get(id(person)):
            return page
        page = Space.objects.filter(person=person).first() if person.pk else None
        self._pages[id(person)] = page or Space(
            person=person, imported_at=self._run.imported_at, **page_values(person)
        )
        return self._pages[id(person)]

    def save(self) -> None:
        User.objects.bulk_create(self._new, batch_size=1000)
        Profile.objects.bulk_create(self._profiles, batch_size=1000)
        self._join_units()
        confirm_emails(user for user in self._new if not user.email.endswith(NOWHERE))
        refresh_searchable([user.pk for user in self._new])
        for user in self._new:
            self.page(user)
        pages = [page for page in self._pages.values() if page.pk is None]
        Space.objects.bulk_create(pages, batch_size=1000)

    def _person(self, line: UserLine, email: str) -> User:
        name = clean_text(line.name)
        if not name:
            raise BrokenLine('"name" is missing')
        user = User(
            email=email,
            username=self._usernames.take(line.username or name),
            display_name=name,
            sort_name=normalise(name)[:150],
            language=line.language if line.language in LANGUAGES else "",
            joined_at=line.joined_at,
            password=make_password(None),
        )
        self._new.append(user)
        self._profiles.append(
            Profile(user=user, job_title=clean_text(line.title), unit=self._unit(line.department))
        )
        return user

    def _unit(self, department: str) -> Unit | None:
        name = clean_text(department)
        key = normalise(name)
        if not key:
            return None
        if key not in self._units:
            self._units[key] = create_unit(name=name)
        return self._units[key]

    def _join_units(self) -> None:
        groups = dict(Unit.objects.values_list("pk", "group_id"))
        through: Any = User.groups.through
        through.objects.bulk_create(
            [
                through(user_id=profile.user.pk, group_id=groups[unit_id])
                for profile in self._profiles
                if profile.unit
                for unit_id in profile.unit.ancestor_ids()
            ],
            batch_size=5000,
        )


class FreeNames:
    """Addresses not yet taken, for many at once: one query, then memory."""

    def __init__(
        self,
        model: Any,
        field: str,
        wanted: Iterable[str],
        *,
        at_most: int = 60,
        reserved: Iterable[str] = (),
    ) -> None:
        self._at_most = at_most
        stems = {_stem(self._base(text)) for text in wanted}
        stemmed = Func(
            F(field), Value(r"-[0-9]+$"), Value(""), function="regexp_replace",
            output_field=model._meta.get_field(field),
        )  # fmt: skip
        self._taken = set(reserved)
        if stems:
            rows = model.objects.annotate(stem=stemmed).filter(stem__in=stems)
            self._taken |= set(rows.values_list(field, flat=True))
        self._next: dict[str, int] = {}

    def take(self, text: str) -> str:
        base = self._base(text)
        number = self._next.get(base, 1)
        while (name := base if number == 1 else f"{base}-{number}") in self._taken:
            number += 1
        self._next[base] = number + 1
        self._taken.add(name)
        return name

    def _base(self, text: str) -> str:
        """A slug stays itself; words become one."""
        slug = text if re.fullmatch(r"[a-z0-9_-]+", text) else slugify(normalise(text))
        return slug[: self._at_most].strip("-") or "x"


def _stem(name: str) -> str:
    return re.sub(r"-[0-9]+$", "", name)


def _email(run: Run, line: UserLine) -> str:
    """Whoever has no address gets one that cannot exist, hence cannot sign in."""
    if line.email:
        return line.email
    return f"{sha256(line.id.encode()).hexdigest()[:20]}@{slugify(run.archive)[:60]}{NOWHERE}"
