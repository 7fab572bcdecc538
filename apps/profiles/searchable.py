"""The directory's search column, refreshed in bulk."""

from collections.abc import Iterable

from apps.core.normalise import normalise
from apps.core.search_column import write_search_column
from apps.profiles.models import Profile


def refresh_searchable(person_ids: Iterable[int]) -> None:
    """Recompute what the directory finds these people by: name, job, unit, site, skills."""
    profiles = Profile.objects.filter(pk__in=list(person_ids)).select_related(
        "user", "unit", "site"
    )
    write_search_column(
        Profile,
        ((p.pk, normalise(p.user.display_name), normalise(_surroundings(p))) for p in profiles),
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
