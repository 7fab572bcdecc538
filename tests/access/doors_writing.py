"""The doors of writing: whom one may name, what waits."""

from tests.access.doors import FRAGMENT, NAME, Door, around, get, post

DOORS = [
    Door(
        "people to name",
        get(lambda t: f"/spaces/{t.space.slug}/mentions/?q=odi", **FRAGMENT),
        ("Odile",),
        frozenset({"animator", "member"}),
    ),
    Door("kept as a draft", post(lambda t: f"/spaces/{t.space.slug}/posts/", body="x", keeps="1")),
    Door(
        "draft refused",
        post(lambda t: f"/spaces/{t.space.slug}/posts/", body="", publish_at="2100-01-01T09:00"),
        (NAME,),
    ),
    Door(
        "announced",
        post(lambda t: f"/spaces/{t.space.slug}/posts/", body="x", is_announcement="on"),
        (NAME,),
        frozenset({"owner", "animator"}),
    ),
    around("drafts", "/drafts/", NAME),
]
