"""The likeliest few people and spaces, while somebody types: statements planned once."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import RawSQL

from apps.core.among import Among
from apps.core.normalise import prefix_query
from apps.core.prepared import Prepared
from apps.profiles.models import Profile, User
from apps.spaces.models import Membership, Space

# Where two letters fit thousands, the first by name of so many will do.
LOOKED_AT = 500
MOST = 5


def likely_people(person: Any, text: str, limit: int) -> list[User]:
    """By name, first those whose name the words begin, then those of whom anything else does."""
    starts = prefix_query(text)
    if not starts:
        return []
    return _PEOPLE.rows(person, starts, starts.replace(":*", ":*A"))[:limit]


def likely_spaces(person: Any, text: str, limit: int) -> list[Space]:
    """By name, one's own first; what is archived is not likely."""
    starts = prefix_query(text)
    return _SPACES.rows(person, starts)[:limit] if starts else []


def _matching(table: str, position: int) -> RawSQL:
    """Whether words begin as the value at this position says."""
    condition = f"{table}.searchable @@ to_tsquery('simple', ${position})"
    return RawSQL(condition, [], output_field=BooleanField())  # noqa: S611 - our own names


def _people(person: Any) -> QuerySet[User]:
    # Found before they are put in order: Postgres would walk through everybody by name.
    found = Profile.objects.alias(is_found=_matching("u0", 2)).filter(is_found=True)
    people = User.objects.visible_to(person).with_card()
    people = people.filter(Among(found.values_list("pk")[:LOOKED_AT]))
    return people.order_by(_matching("profiles_profile", 3).desc(), "sort_name", "id")[:MOST]


def _spaces(person: Any) -> QuerySet[Space]:
    current = Space.objects.listed_to(person).communities().current()
    mine = Membership.objects.filter(user=person).values("space")
    is_mine = ExpressionWrapper(Q(pk__in=mine), BooleanField())
    found = current.filter(_matching("spaces_space", 2))
    return found.order_by(is_mine.desc(), "sort_name", "id")[:MOST]


_PEOPLE: Prepared[User] = Prepared(_people, "text", "text")
_SPACES: Prepared[Space] = Prepared(_spaces, "text")
