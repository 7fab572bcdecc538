"""An administrator asks, the analyst answers."""

import pytest

from apps.oversight.actions import approve_access, ask_access
from apps.oversight.models import Access
from apps.posts.actions import create_comment, create_post


@pytest.fixture
def approver(world, settings):
    settings.RSN_BREAK_GLASS_APPROVERS = [world.analyst.email]
    return world.analyst


@pytest.fixture
def said(world):
    """A post of the confidential space, answered."""
    post = create_post(
        author=world.owner, space=world.confidential, title="Petrel", body="<p>albatros</p>"
    )
    create_comment(author=world.animator, post=post, body="<p>macareux</p>")
    return post


@pytest.fixture
def ask(world, approver):
    def asked(**values: object) -> Access:
        usual = {
            "asker": world.administrator,
            "address": world.confidential.slug,
            "reason": Access.Reason.SAFETY,
            "text": "Somebody may be in danger: messages of yesterday.",
            "hours": 1,
        }
        return ask_access(**{**usual, **values})

    return asked


@pytest.fixture
def opened(ask, approver):
    """An access in force."""

    def opened_with(**values: object) -> Access:
        access = ask(**values)
        approve_access(actor=approver, access=access)
        access.refresh_from_db()
        return access

    return opened_with


@pytest.fixture
def english(signed_in):
    """As `signed_in`, in English."""

    def sign_in(user):
        client = signed_in(user)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return sign_in
