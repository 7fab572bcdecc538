"""Where a person holds a permission: by name, or by a unit; and nowhere they are excluded from."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from apps.spaces.models.exclusion import Exclusion
from apps.spaces.models.grant import SpaceGrant, SpaceUnitGrant


def spaces_where(user: Any, codename: str, space: str = "pk") -> Q:
    """Holds for rows whose `space` (a lookup) granted `codename` to this person or their unit.

    Whoever is excluded holds nothing there, however it was granted.
    """
    persons = SpaceGrant.objects.filter(user=user, permission=_named(codename))
    units = SpaceUnitGrant.objects.filter(group__user=user, permission=_named(codename))
    excluded = Exclusion.objects.in_force().filter(user=user)
    granted = Q((f"{space}__in", persons.values("content_object"))) | Q(
        (f"{space}__in", units.values("content_object"))
    )
    return granted & ~Q((f"{space}__in", excluded.values("space")))


def _named(codename: str) -> QuerySet[Permission]:
    """The one permission on spaces of this name. As a value, not a join: of a person's grants only
    those of this permission are read then, out of the index."""
    kind = {"content_type__app_label": "spaces", "content_type__model": "space"}
    return Permission.objects.filter(**kind, codename=codename)[:1]
