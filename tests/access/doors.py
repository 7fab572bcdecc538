"""Every way content can come out. A new door is one entry; tests/access checks it for everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client

from apps.posts.models import Comment, Post
from apps.spaces.models import Space

# Words that occur nowhere but in the space under test.
NAME, TITLE, BODY, ANSWER, PURPOSE = "Cormoran", "Petrel", "albatros", "macareux", "Spatule"
SECRETS = (NAME, TITLE, BODY, ANSWER, PURPOSE)


@dataclass
class Told:
    """What was said in the space under test."""

    space: Space
    post: Post
    comment: Comment


@dataclass(frozen=True)
class Door:
    """`open` returns everything that comes out, status line included.

    `shows` are the words that a reader finds here: the premise of every test that others do not.
    """

    name: str
    open: Callable[[Client, Told], str]
    shows: tuple[str, ...]


def get(path: Callable[[Told], str], **headers: str) -> Callable[[Client, Told], str]:
    def fetch(client: Client, told: Told) -> str:
        response = client.get(path(told), headers=headers)
        content = response.content.decode()
        return f"{response.status_code} {response.get('Location', '')}\n{content}"

    return fetch


FRAGMENT = {"hx-request": "true"}

DOORS = [
    Door("home feed", get(lambda t: "/"), (NAME, TITLE, BODY, ANSWER)),
    Door("space page", get(lambda t: f"/spaces/{t.space.slug}/"), (NAME, TITLE, BODY, ANSWER)),
    Door("space members", get(lambda t: f"/spaces/{t.space.slug}/members/"), (NAME,)),
    Door("space about", get(lambda t: f"/spaces/{t.space.slug}/about/"), (NAME, PURPOSE)),
    Door("space writing page", get(lambda t: f"/spaces/{t.space.slug}/posts/"), (NAME,)),
    Door("post page", get(lambda t: f"/posts/{t.post.pk}/"), (NAME, TITLE, BODY, ANSWER)),
    Door("post card", get(lambda t: f"/posts/{t.post.pk}/?part=card", **FRAGMENT), (TITLE, BODY)),
    Door("post in full", get(lambda t: f"/posts/{t.post.pk}/?part=full", **FRAGMENT), (BODY,)),
    Door("comments", get(lambda t: f"/posts/{t.post.pk}/comments/"), (ANSWER,)),
    Door("comment", get(lambda t: f"/comments/{t.comment.pk}/", **FRAGMENT), (ANSWER,)),
    Door("answer form", get(lambda t: f"/posts/{t.post.pk}/comments/new/"), (NAME,)),
    Door("author's page", get(lambda t: f"/people/{t.post.author.username}/"), (TITLE, BODY)),
    Door("space list", get(lambda t: "/spaces/"), (NAME,)),
    Door("space search", get(lambda t: f"/spaces/?q={NAME[:5]}"), (NAME,)),
    Door("space picker", get(lambda t: f"/spaces/picker/?q={NAME[:5]}"), (NAME,)),
]
