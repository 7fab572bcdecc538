"""Units, and how many people each has."""

from django.db.models import Count, Q

from apps.profiles.models import Profile, Unit


def units_with_people() -> tuple[list[Unit], dict[int, int]]:
    """All units, and how many people who are here each has of its own. Three queries."""
    here = Profile.objects.filter(user__is_active=True).order_by()
    people: dict[int, int] = {}
    for field in ("unit", "site"):
        counted = here.exclude(**{field: None}).values_list(field).annotate(count=Count("pk"))
        people |= dict(counted)
    return list(Unit.objects.order_by("path")), people


def people_inside(unit: Unit) -> int:
    """How many people who are here belong to a unit or to one under it. One query."""
    inside = Q(unit__path__startswith=unit.path) | Q(site__path__startswith=unit.path)
    return Profile.objects.filter(inside, user__is_active=True).count()
