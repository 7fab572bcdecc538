"""The screens of naming people, and of writing for later."""

from datetime import time, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.hours.actions import set_working_hours
from apps.posts.actions import keep_draft
from apps.spaces.actions import archive_space
from tests.conftest import World, make_space
from tests.e2e.screens import RICH, Screen
from tests.e2e.writing import write_in


def name_somebody(page: Page) -> None:
    composer = page.locator("form#composer")
    write_in(composer, "Merci @ani")
    expect(composer.get_by_role("listbox")).to_be_visible()


SCREENS = [
    Screen("naming somebody", "/spaces/{open}/posts/", "owner", act=name_somebody),
    Screen("writing outside hours", "/spaces/everyone/posts/", "communicator"),
    Screen("drafts", "/drafts/", "owner"),
    Screen("drafts, none", "/drafts/", "outsider"),
    Screen("draft", "/drafts/{waiting}/", "owner"),
    Screen("draft, refused", "/drafts/{waiting}/", "owner", 422, {"body": "", "publish_at": "x"}),
    Screen("draft that cannot go", "/drafts/{stuck}/", "owner"),
]


def furnish(world: World, names: dict[str, object]) -> None:
    """Drafts with a time, without, and for a space closed since; and somebody's day off."""
    tomorrow = timezone.now() + timedelta(days=1)
    waiting = keep_draft(
        author=world.owner,
        space=world.open,
        title="Pour demain",
        body=RICH,
        is_announcement=True,
        publish_at=tomorrow,
    )
    keep_draft(author=world.owner, space=world.confidential, body="Un jour.")
    closed = make_space(world.owner, name="Closed since")
    stuck = keep_draft(author=world.owner, space=closed, body="Trop tard.", publish_at=tomorrow)
    archive_space(actor=world.owner, space=closed)
    names |= {"waiting": waiting.pk, "stuck": stuck.pk}
    others = ((time(), time()),)
    today = timezone.now().weekday()
    week = tuple(() if day == today else others for day in range(7))
    them = world.communicator
    set_working_hours(actor=them, person=them, time_zone="UTC", week=week)
