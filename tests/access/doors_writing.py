"""The doors of writing: whom one may name, what waits."""

from tests.access.doors import FRAGMENT, Door, get

DOORS = [
    Door(
        "people to name",
        get(lambda t: f"/spaces/{t.space.slug}/mentions/?q=odi", **FRAGMENT),
        ("Odile",),
        frozenset({"animator", "member"}),
    ),
]
