"""The time zones of the world under the names people know them by."""

from functools import lru_cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import gettext as _, override

Group = tuple[str, list[tuple[str, str]]]


@lru_cache(maxsize=4)
def zone_groups(language: str) -> list[Group]:
    """By part of the world, each with its zones by the name of their city: `("Europe/Rome",
    "Rome")`. A select of these is searched by typing the city's first letters.
    """
    with override(language):
        regions = {
            "Africa": _("Africa"),
            "America": _("America"),
            "Antarctica": _("Antarctica"),
            "Arctic": _("Arctic"),
            "Asia": _("Asia"),
            "Atlantic": _("Atlantic Ocean"),
            "Australia": _("Australia"),
            "Europe": _("Europe"),
            "Indian": _("Indian Ocean"),
            "Pacific": _("Pacific Ocean"),
        }
    found: dict[str, list[tuple[str, str]]] = {region: [] for region in regions}
    for name in available_timezones():
        region = name.partition("/")[0]
        if region in found:
            found[region].append((name, city_of(name, language)))
    listed: list[Group] = [
        (label, sorted(found[region], key=lambda it: it[1])) for region, label in regions.items()
    ]
    return [group for group in listed if group[1]]


def city_of(name: str, language: str) -> str:
    """`"Europe/London"` → `"Londres"`; an older name of a zone keeps its own city, `"Montreal"`."""
    if name not in get_global("zone_aliases") and "/" in name:
        city = get_timezone_location(name, locale=language, return_city=True)
    else:
        city = name
    return city.rpartition("/")[2].replace("_", " ")
