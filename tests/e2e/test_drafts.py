"""Keeping a text for later, from a feed, and finding it among one's drafts."""

import pytest
from playwright.sync_api import expect

from apps.posts.models import Draft, Post
from tests.e2e.writing import open_composer, watch_complaints

pytestmark = pytest.mark.browser


def test_kept_found_and_published(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    complaints = watch_complaints(page)
    composer = open_composer(page)
    page.keyboard.type("Pas encore.")
    composer.get_by_role("button", name="Keep as a draft").click()
    page.wait_for_url("**/drafts/#draft-*")
    draft = Draft.objects.get()
    card = page.locator(f"#draft-{draft.pk}")
    expect(card).to_contain_text("Pas encore.")
    expect(card).to_contain_text("No time chosen")
    card.get_by_role("link", name="Edit, or change the time").click()
    form = page.locator("form#composer")
    form.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Si.")
    form.get_by_role("button", name="Save").click()
    page.wait_for_url("**/drafts/#draft-*")
    expect(card).to_contain_text("Pas encore. Si.")
    card.get_by_role("button", name="Publish now").click()
    page.wait_for_url("**/posts/*/")
    assert Post.objects.get().text == "Pas encore. Si."
    assert not Draft.objects.exists()
    # Nothing is offered to be continued: it was sent.
    page.goto(f"/spaces/{live_world.open.slug}/")
    expect(page.locator(".composer__ask")).to_be_visible()
    expect(page.locator("[data-unfinished]")).to_have_count(0)
    assert not complaints


def test_another_day_and_hour_by_the_form(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    open_composer(page)
    page.keyboard.type("Un jour.")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("link", name="Edit, or change the time").click()
    page.get_by_label("When does it go out?").fill("2020-01-01T09:00")
    page.get_by_role("button", name="Save").click()
    # The browser itself says so, before the server would.
    assert page.get_by_label("When does it go out?").evaluate("field => !field.validity.valid")
    page.get_by_label("When does it go out?").fill("")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/drafts/#draft-*")
