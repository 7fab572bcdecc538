"""The directory's search column, refreshed in bulk."""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from apps.core.normalise import normalise
from apps.profiles.models import Profile


def refresh_searchable(person_ids: Iterable[int]) -> None:
    """Recompute what the directory finds these people by: name, job, unit, site, skills."""
    profiles = Profile.objects.filter(pk__in=list(person_ids)).select_related("user", "unit", "site")
    for profile in profiles:
        Profile.objects.filter(pk=profile.pk).update(
            searchable=SearchVector(Value(normalise(profile.user.display_name)), config="simple", weight="A")
            + SearchVector(Value(normalise(_surroundings(profile))), config="simple", weight="B")
        )


def _surroundings(profile: Profile) -> str:
    places = (profile.unit, profile.site)
    return " ".join(
        [
            profile.job_title,
            profile.location,
            *(place.name for place in places if place),
            *profile.skills,
        ]
    )
