"""The screens of every part of the product, furnished in one world."""

from types import ModuleType

from tests.conftest import World
from tests.e2e import (
    screens,
    screens_course,
    screens_digests,
    screens_entering,
    screens_files,
    screens_hours,
    screens_mail,
    screens_notifications,
    screens_oversight,
    screens_push,
    screens_readers,
    screens_search,
    screens_writing,
)
from tests.e2e.screens import Furnished

# Each a module with `SCREENS` and `furnish(world, names)`, which adds to the names in its paths.
PARTS: list[ModuleType] = [
    screens_course,
    screens_digests,
    screens_entering,
    screens_files,
    screens_hours,
    screens_mail,
    screens_notifications,
    screens_oversight,
    screens_push,
    screens_readers,
    screens_search,
    screens_writing,
]
GROUPS = {
    "entrance": [*screens.ENTRANCE, *screens.ELSEWHERE],
    "feeds": screens.FEEDS,
    "spaces": [*screens.SPACES, *screens.WRITING],
    "people": screens.PEOPLE,
    **{part.__name__.rpartition("screens_")[2]: part.SCREENS for part in PARTS},
}
SCREENS = [*screens.SCREENS, *(screen for part in PARTS for screen in part.SCREENS)]


def furnish(world: World) -> Furnished:
    furnished = screens.furnish(world)
    for part in PARTS:
        part.furnish(world, furnished.names)
    return furnished
