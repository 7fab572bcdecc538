"""Spaces in lists: the page that finds them, and the picker of the composer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext, pgettext

from apps.core.pagination import Page
from apps.spaces.audience import ICONS, Audience, audience_of
from apps.spaces.forms import SpacesQuestion
from apps.spaces.models import Membership, Space
from apps.spaces.models.space import READ
from apps.spaces.news import spaces_with_news
from apps.spaces.permissions import Standing, can_join, standings


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """`readers_line` gives a number only to those inside."""

    id: int
    slug: str
    title: str
    url: str
    membership_url: str
    kind: str
    kind_label: str
    icon: str
    purpose_label: str
    description: str
    readers_line: str
    role_label: str
    is_member: bool
    has_news: bool
    is_archived: bool
    may_read: bool
    may_join: bool
    is_invited: bool


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SpacesPage:
    question: SpacesQuestion
    rows: list[SpaceRow]
    more_url: str
    shows: list[Tab]
    purposes: list[Choice]
    kinds: list[Choice]
    is_continued: bool


@dataclass(frozen=True, slots=True)
class SpaceOption:
    """A space one may post in, with the sentence that says who will read; `url` is to write."""

    slug: str
    title: str
    url: str
    icon: str
    kind: str
    audience: Audience


def spaces_page(user: Any, question: SpacesQuestion, found: Page[Space]) -> SpacesPage:
    """The answer to `question`. Three queries at most, whatever the rows."""
    return SpacesPage(
        question=question,
        rows=space_rows(user, found.items),
        more_url=question.address(after=found.next_cursor) if found.next_cursor else "",
        shows=_shows(question),
        purposes=_choices(question.purpose, _("All purposes"), Space.Purpose.choices),
        kinds=_choices(question.kind, _("All kinds"), Space.Kind.choices),
        is_continued=bool(question.cursor),
    )


def space_rows(user: Any, spaces: Iterable[Space]) -> list[SpaceRow]:
    spaces = list(spaces)
    where = standings(user, spaces)
    mine = Membership.objects.visible_to(user).filter(user=user, space__in=spaces)
    roles = {m.space_id: m.get_role_display() for m in mine}
    news = spaces_with_news(user, roles)
    return [
        _row(space, where[space.pk], roles.get(space.pk, ""), has_news=space.pk in news)
        for space in spaces
    ]


def space_row(user: Any, space: Space) -> SpaceRow:
    return space_rows(user, [space])[0]


def space_options(spaces: Iterable[Space]) -> list[SpaceOption]:
    """Options of the picker, in the order given. No query."""
    return [
        SpaceOption(
            slug=space.slug,
            title=_("My page") if space.person_id else space.title,
            url=reverse("space_posts", args=[space.slug]),
            icon=ICONS[space.kind],
            kind=space.kind,
            audience=audience_of(space),
        )
        for space in spaces
    ]


def _row(space: Space, where: Standing, role_label: str, *, has_news: bool) -> SpaceRow:
    may_read = space.kind == Space.Kind.OPEN or where.has(READ)
    return SpaceRow(
        id=space.pk,
        slug=space.slug,
        title=space.title,
        url=space.get_absolute_url(),
        membership_url=reverse("space_membership", args=[space.slug]),
        kind=space.kind,
        kind_label=space.get_kind_display(),
        icon=ICONS[space.kind],
        purpose_label=space.get_purpose_display(),
        description=space.description,
        readers_line=_readers_line(space.members_count) if may_read else _("read by its members"),
        role_label=role_label,
        is_member=bool(role_label),
        has_news=has_news,
        is_archived=space.is_archived,
        may_read=may_read,
        may_join=not role_label and bool(can_join(where)),
        # Nobody else knows its name without reading it.
        is_invited=space.kind == Space.Kind.CONFIDENTIAL and not may_read,
    )


def _readers_line(count: int) -> str:
    return ngettext("%(count)s member", "%(count)s members", count) % {
        "count": number_format(count, force_grouping=True)
    }


def _shows(question: SpacesQuestion) -> list[Tab]:
    labels = {
        "all": pgettext("spaces", "All"),
        "mine": pgettext("spaces", "Mine"),
        "archived": pgettext("spaces", "Archived"),
    }
    return [
        Tab(label, question.address(show=show), show == question.show)
        for show, label in labels.items()
    ]


def _choices(current: str, all_label: str, choices: list[tuple[str, Any]]) -> list[Choice]:
    return [
        Choice(value, str(label), value == current) for value, label in [("", all_label), *choices]
    ]
