"""Giving one post to somebody from outside; what a guest is shown is in test_more_cast.py and in
tests/posts/test_guests_pages.py."""

from tests.access.doors import ANIMATORS, FRAGMENT, TITLE, Door, around, get, post

DOORS = [
    around("given to me", "/given/"),
    Door("guests of a post", get(lambda t: f"/posts/{t.post.pk}/guests/"), (TITLE,)),
    Door(
        "people to give a post to",
        get(lambda t: f"/posts/{t.post.pk}/guests/?q=Oscar", **FRAGMENT),
        ("Oscar",),
        ANIMATORS,
    ),
    Door(
        "a guest to be invited",
        get(lambda t: f"/posts/{t.post.pk}/guests/?person={t.post.author.username}"),
        (TITLE,),
        ANIMATORS,
    ),
    Door(
        "no guest",
        post(lambda t: f"/posts/{t.post.pk}/guests/", person="nobody-of-this-name"),
    ),
    Door(
        "nothing to give back",
        post(lambda t: f"/posts/{t.post.pk}/guests/nobody/", _method="DELETE"),
    ),
]
