"""Who and what the filters of a query name, among what the person may know."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.profiles.models import User
from apps.search.kinds import Kind, kind_named
from apps.search.query import Query
from apps.search.tokens import author_token, either, space_token
from apps.spaces.models import Space

MOST = 50
ME = {"me", "moi"}


@dataclass(slots=True)
class Filters:
    """`conditions` are tsqueries. `is_nothing`: something was named that is not there."""

    kinds: list[Kind] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    before: datetime | None = None
    after: datetime | None = None
    notices: list[str] = field(default_factory=list)
    is_nothing: bool = False


def filters_of(person: Any, query: Query) -> Filters:
    """One query for people, one for spaces, where they are named."""
    filters = Filters()
    _take_kinds(query, filters)
    if query.people:
        _take(filters, [author_token(pk) for pk in _people(person, query.people)],
              _("There is nobody called “%(name)s”."), query.people)  # fmt: skip
    if query.spaces:
        _take(filters, [space_token(pk) for pk in _spaces(person, query.spaces)],
              _("You read no space called “%(name)s”."), query.spaces)  # fmt: skip
    filters.before = _midnight(query.before)
    filters.after = _midnight(query.after)
    return filters


def _take_kinds(query: Query, filters: Filters) -> None:
    for name in query.kinds:
        kind = kind_named(name)
        if kind:
            filters.kinds.append(kind)
        else:
            filters.notices.append(
                _("There is no kind “%(name)s”: write kind:post, kind:comment, kind:person, "
                  "kind:space or kind:topic.") % {"name": name[:40]}
            )  # fmt: skip
    tokens = [kind.token for kind in filters.kinds if kind.token]
    if tokens:
        filters.conditions.append(either(tokens))


def _take(filters: Filters, tokens: list[str], sentence: str, names: tuple[str, ...]) -> None:
    if tokens:
        filters.conditions.append(either(tokens))
        return
    filters.is_nothing = True
    filters.notices.append(sentence % {"name": ", ".join(names)[:80]})


def _people(person: Any, names: tuple[str, ...]) -> list[int]:
    """A username, oneself, or words that names begin with; also of those who have left."""
    known = User.objects.visible_to(person)
    found = Q(username__in=names)
    for name in names:
        if name in ME:
            found |= Q(pk=person.pk)
    exact = list(known.filter(found).values_list("pk", flat=True)[:MOST])
    if exact:
        return exact
    people = [
        pk for name in names for pk in known.matching(name).values_list("pk", flat=True)[:MOST]
    ]
    return people[:MOST]


def _spaces(person: Any, names: tuple[str, ...]) -> list[int]:
    """An address, or words that the name or description begin with."""
    readable = Space.objects.visible_to(person)
    exact = list(readable.filter(slug__in=names).values_list("pk", flat=True)[:MOST])
    if exact:
        return exact
    communities = readable.communities()
    found = [
        pk for n in names for pk in communities.matching(n).values_list("pk", flat=True)[:MOST]
    ]
    return found[:MOST]


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
