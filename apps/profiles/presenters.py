"""What the directory and a person's page show, already decided and loaded in bulk."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_info, gettext as _

from apps.core.pagination import Page
from apps.profiles.directory import Tree, UnitOption, trail_of
from apps.profiles.forms import DirectoryQuestion
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import Profile, Unit, User
from apps.profiles.permissions import can_edit_profile

REPORTS_SHOWN = 50
SKILLS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the directory; `skills` lead to the others who have them."""

    person: PersonLine
    site: str
    skills: list[Link]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """`more_url` is empty at the end; `is_continued` when rows came before these."""

    question: DirectoryQuestion
    rows: list[PersonRow]
    more_url: str
    units: list[UnitOption]
    sites: list[UnitOption]
    is_continued: bool


@dataclass(frozen=True, slots=True)
class OrgChart:
    """One level up, one level down. `more_reports` counts those not listed."""

    person: PersonLine
    manager: PersonLine | None
    reports: list[PersonLine]
    more_reports: int = 0


@dataclass(frozen=True, slots=True)
class PersonPage:
    """What colleagues may know of a person, ready to be shown; empty where not given."""

    person: PersonLine
    username: str
    pronouns: str
    pronunciation: str
    units: list[Link]
    site: Link | None
    location: str
    phone: str
    phone_url: str
    email: str
    languages: list[str]
    skills: list[Link]
    about: str
    name_source: str
    org_chart: OrgChart
    is_me: bool
    may_edit: bool


def directory_page(question: DirectoryQuestion, tree: Tree, found: Page[User]) -> DirectoryPage:
    """The directory's answer. No query: `found` is loaded `with_card()`."""
    return DirectoryPage(
        question=question,
        rows=person_rows(found.items),
        more_url=question.address(found.next_cursor) if found.next_cursor else "",
        units=tree.options(Unit.Kind.DEPARTMENT, question.unit),
        sites=tree.options(Unit.Kind.SITE, question.site),
        is_continued=bool(question.cursor),
    )


def person_rows(users: Iterable[User]) -> list[PersonRow]:
    return [
        PersonRow(
            person=person_line(user),
            site=user.profile.site.name if user.profile.site else "",
            skills=_skills(user.profile)[:SKILLS_SHOWN],
        )
        for user in users
    ]


def person_page(viewer: Any, person: User) -> PersonPage:
    """What `viewer` sees of `person`. Three queries, whatever the number of reports."""
    known = User.objects.visible_to(viewer).with_card()
    loaded = known.select_related("profile__manager__profile__unit").get(pk=person.pk)
    profile = loaded.profile
    return PersonPage(
        person=person_line(loaded),
        username=loaded.username,
        pronouns=profile.pronouns,
        pronunciation=profile.pronunciation,
        units=[_unit_link(unit, "unit") for unit in trail_of(profile.unit)],
        site=_unit_link(profile.site, "site") if profile.site else None,
        location=profile.location,
        phone=profile.phone,
        phone_url="".join(c for c in profile.phone if c in "+0123456789"),
        email=loaded.email,
        languages=[_language_name(language) for language in profile.languages],
        skills=_skills(profile),
        about=profile.about,
        name_source=name_source(),
        org_chart=_org_chart(viewer, loaded),
        is_me=viewer.pk == loaded.pk,
        may_edit=bool(can_edit_profile(viewer, loaded)),
    )


def name_source() -> str:
    """Where names come from, in a sentence: real names, whoever keeps them."""
    if settings.RSN_DIRECTORY_NAME:
        return _("The name comes from %(directory)s, the organisation’s directory.") % {
            "directory": settings.RSN_DIRECTORY_NAME
        }
    return _("People appear here under their real name, kept by the administrators.")


def _org_chart(viewer: Any, person: User) -> OrgChart:
    manager = person.profile.manager
    below = User.objects.visible_to(viewer).filter(profile__manager=person)
    reports = list(below.with_card().by_name()[: REPORTS_SHOWN + 1])
    return OrgChart(
        person=person_line(person),
        manager=person_line(manager) if manager and manager.is_active else None,
        reports=[person_line(report) for report in reports[:REPORTS_SHOWN]],
        more_reports=below.count() - REPORTS_SHOWN if len(reports) > REPORTS_SHOWN else 0,
    )


def _language_name(given: str) -> str:
    """`"en"` in the reader's language; what was typed in full stays as it is."""
    try:
        return str(get_language_info(given.lower())["name_translated"])
    except KeyError:
        return given


def _skills(profile: Profile) -> list[Link]:
    people = reverse("people")
    return [Link(skill, f"{people}?{urlencode({'q': skill})}") for skill in profile.skills]


def _unit_link(unit: Unit, field: str) -> Link:
    return Link(unit.name, f"{reverse('people')}?{urlencode({field: unit.slug})}")
