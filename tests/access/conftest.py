import pytest

from apps.posts.actions import create_comment, create_post
from apps.spaces.actions import edit_space
from tests.access.doors import ANSWER, BODY, CHARTER, NAME, PURPOSE, TITLE, Told


def tell(world, space) -> Told:
    """Fill the space with words that occur nowhere else, written by its owner."""
    said = {"name": NAME, "description": PURPOSE, "charter_note": CHARTER}
    space = edit_space(actor=world.owner, space=space, **said)
    post = create_post(author=world.owner, space=space, title=TITLE, body=f"Un {BODY}.")
    comment = create_comment(author=world.animator, post=post, body=f"Un {ANSWER}.")
    post.refresh_from_db()
    return Told(space, post, comment)


@pytest.fixture
def in_confidential(world) -> Told:
    return tell(world, world.confidential)


@pytest.fixture
def in_on_request(world) -> Told:
    return tell(world, world.on_request)


@pytest.fixture
def in_open(world) -> Told:
    return tell(world, world.open)
