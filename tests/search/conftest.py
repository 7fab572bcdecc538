"""What the relay and a worker would have done, at once."""

import pytest

from apps.posts.actions import create_comment, create_post
from apps.posts.models import Comment, Post
from apps.search import kinds
from apps.search.actions import index_comments, index_posts
from apps.search.find import find, parse

assert kinds.KINDS


def index_everything() -> None:
    index_posts(list(Post.objects.values_list("pk", flat=True)))
    index_comments(list(Comment.objects.values_list("pk", flat=True)))


def keys(found) -> list[str]:
    """`post.7`, `comment.12` of the texts that were found, in their order."""
    return [str(hit.comment or hit.post) for hit in found.texts]


@pytest.fixture
def say():
    """Publish and index: `say(author, space, "words", title="…")`."""

    def publish(author, space, body: str, *, title: str = "") -> Post:
        post = create_post(author=author, space=space, body=body, title=title)
        index_posts([post.pk])
        return post

    return publish


@pytest.fixture
def answer():
    def publish(author, post, body: str) -> Comment:
        comment = create_comment(author=author, post=post, body=body)
        index_comments([comment.pk])
        return comment

    return publish


@pytest.fixture
def search():
    """The keys of what a person finds on the first page: `search(person, "words")`."""
    return lambda person, text, **asked: keys(find(person, parse(text, **asked)))
