"""Where a person holds a permission: by name, or by a unit; and nowhere they are excluded from."""

from functools import cache
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from apps.core.clauses import Clause
from apps.spaces.models.exclusion import Exclusion
from apps.spaces.models.grant import SpaceGrant, SpaceUnitGrant


def spaces_where(user: Any, codename: str, space: str = "pk") -> Q:
    """Holds for rows whose `space` (a lookup) granted `codename` to this person or their unit.

    Whoever is excluded holds nothing there, however it was granted.
    """
    return Q(_granted(codename)(user, space))


def by_name(user: Any, codename: str) -> QuerySet[Any]:
    """Ids of the spaces where this person holds it themselves. Not yet asked: who is excluded."""
    return _spaces(SpaceGrant.objects.filter(user=user), codename)


def by_unit(user: Any, codename: str) -> QuerySet[Any]:
    """Ids of the spaces where a unit of theirs holds it. Not yet asked: who is excluded."""
    return _spaces(SpaceUnitGrant.objects.filter(group__user=user), codename)


@cache
def _granted(codename: str) -> Clause:
    return Clause(
        "(({0} IN ({by_name}) OR {0} IN ({by_unit})) AND NOT ({0} IN ({excluded})))",
        by_name=lambda person: by_name(person, codename),
        by_unit=lambda person: by_unit(person, codename),
        excluded=lambda person: Exclusion.objects.in_force().filter(user=person).values("space"),
    )


def _spaces(grants: QuerySet[Any], codename: str) -> QuerySet[Any]:
    """Of grants of one permission the spaces. The permission is a value, not a join: of a person's
    grants only those of this permission are read then, out of the index."""
    kind = {"content_type__app_label": "spaces", "content_type__model": "space"}
    named = Permission.objects.filter(**kind, codename=codename)[:1]
    return grants.filter(permission=named).values_list("content_object")
