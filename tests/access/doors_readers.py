"""Who can read, and what changed about it: the panels, and the access journal."""

from django.test import Client

from apps.posts.models import Draft
from tests.access.doors import FRAGMENT, NAME, TITLE, Door, Told, get
from tests.access.doors_files import of_comment, of_post


def _own_draft(client: Client, told: Told) -> str:
    """Who reads one's own draft, which was meant for this space, whoever one is."""
    person = client.session.get("_auth_user_id")
    draft = Draft.objects.create(author_id=person, space=told.space, html="x") if person else None
    return get(lambda _told: f"/drafts/{draft.pk if draft else 1}/readers/")(client, told)


DOORS = [
    Door(
        "readers of a file",
        get(lambda t: f"/files/{of_post(t).file.uuid}/readers/"),
        (NAME, TITLE, "Mehdi"),
    ),
    Door(
        "readers of a file of a comment",
        get(lambda t: f"/files/{of_comment(t).file.uuid}/readers/"),
        (NAME, "Mehdi"),
    ),
    Door("readers of a space", get(lambda t: f"/spaces/{t.space.slug}/readers/"), (NAME, "Mehdi")),
    Door(
        "readers of a space, over the page",
        get(lambda t: f"/spaces/{t.space.slug}/readers/", **FRAGMENT),
        (NAME, "Mehdi"),
    ),
    Door(
        "readers of a post",
        get(lambda t: f"/posts/{t.post.pk}/readers/"),
        (NAME, TITLE, "Mehdi"),
    ),
    Door(
        "readers of a post, over the page",
        get(lambda t: f"/posts/{t.post.pk}/readers/", **FRAGMENT),
        (NAME, "Mehdi"),
    ),
    Door("readers of a draft", _own_draft, (NAME,), is_inside=False),
    Door("access journal", get(lambda t: f"/spaces/{t.space.slug}/journal/"), (NAME,)),
    Door(
        "access journal, by kind",
        get(lambda t: f"/spaces/{t.space.slug}/journal/?kind=people"),
        (NAME, "Mehdi"),
    ),
]
