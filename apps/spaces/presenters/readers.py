"""The panel "who can read this": in words, with the count, the list, and every exception.

Everything here comes from `readers()` and from the rows that the rule asks; the panel of a post
(apps/posts/presenters/readers.py) is made of the same pieces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _, ngettext

from apps.core.addresses import address
from apps.core.pagination import keyset
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User, UserQuerySet
from apps.spaces.assurances import Assurance, assurances
from apps.spaces.audience import ICONS, Audience, exact_audience_of
from apps.spaces.exceptional import exceptional_access
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import can_see_members, standing
from apps.spaces.reasons import Reason, grouped, space_reasons

PAGE_LENGTH = 30
NO_WHYS: Mapping[int, str] = {}


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """Somebody who can read this, and by which way: a role, a unit, an invitation."""

    person: PersonLine
    why: str


@dataclass(frozen=True, slots=True)
class ReadersList:
    """A page of the readers by name. `note` says why there is none to be shown."""

    rows: list[ReaderRow] = field(default_factory=list)
    more_url: str = ""
    is_continued: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class GuestLine:
    """A guest of one post, as its readers see them; `url` ends it, for who may."""

    person: PersonLine
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadersPanel:
    """`sentence` says who reads; `reasons` each way of the rule, with its number; `exceptions`
    what comes on top of the rule. `also` is said of what is not published yet.
    """

    about: str
    kind: str
    icon: str
    sentence: str
    count: int
    reasons: list[Reason]
    exceptions: list[str]
    assurances: list[Assurance]
    people: ReadersList
    url: str
    back_url: str
    back_label: str
    also: str = ""
    guests: list[GuestLine] = field(default_factory=list)
    give_url: str = ""

    @property
    def overlaps(self) -> bool:
        """Whether somebody reads in more than one way, so that the numbers do not add up."""
        return sum(reason.count for reason in self.reasons) > self.count

    @property
    def count_label(self) -> str:
        return ngettext("%(count)s person", "%(count)s people", self.count) % {
            "count": grouped(self.count)
        }


def space_panel(user: Any, space: Space, *, after: str = "") -> ReadersPanel:
    """Who reads a space that `user` reads. Ten queries at most, whatever the readers."""
    audience = exact_audience_of(space)
    url = address("space_readers", space.slug)
    return ReadersPanel(
        about=_("Everything written in %(space)s: posts, answers and files.")
        % {"space": space.title},
        **said(space, audience),
        count=space.readers().count(),
        reasons=space_reasons(space),
        people=readers_list(user, space, space.readers(), url=url, after=after),
        url=url,
        back_url=space.get_absolute_url(),
        back_label=space.title,
    )


def said(space: Space, audience: Audience, *, is_kept: bool = False) -> dict[str, Any]:
    """What every panel says of its space; `is_kept` as for `assurances`."""
    return {
        "kind": audience.kind,
        "icon": ICONS[audience.kind],
        "sentence": audience.sentence,
        "exceptions": [access.sentence for access in exceptional_access(space)],
        "assurances": assurances(space, is_kept=is_kept),
    }


def readers_list(
    user: Any,
    space: Space,
    readers: UserQuerySet,
    *,
    url: str,
    after: str = "",
    whys: Mapping[int, str] = NO_WHYS,
) -> ReadersList:
    """A page of `readers`, for whom the members are no secret. Four queries; two without a list.

    `whys` says of some why they read; of the others, their place in the space does.
    """
    if not (allowed := can_see_members(standing(user, space))):
        return ReadersList(note=allowed.reason)
    page = keyset(
        readers.with_card(), order={"sort_name": str, "id": int}, cursor=after, limit=PAGE_LENGTH
    )
    why = space_whys(space, page.items) | dict(whys)
    following = f"{url}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else ""
    return ReadersList(
        rows=[ReaderRow(person_line(person), why.get(person.pk, "")) for person in page.items],
        more_url=following,
        is_continued=bool(after),
    )


def space_whys(space: Space, people: Iterable[User]) -> dict[int, str]:
    """Why each of these people reads the space: their role, or their unit. Two queries."""
    ids = [person.pk for person in people]
    inside = Membership.objects.filter(space=space, user__in=ids)
    found = {m.user_id: str(m.get_role_display()) for m in inside}
    if space.has_unit_readers:
        opened = space.unit_grants.filter(permission__codename="view_space", group__user__in=ids)
        for person_id, unit in opened.values_list("group__user", "group__unit__name"):
            found.setdefault(person_id, unit)
    return found
