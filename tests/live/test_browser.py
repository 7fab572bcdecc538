"""What the page does with what the socket says."""

import pytest
from django.db import transaction
from playwright.sync_api import expect

from apps.accounts.events import SessionEnded
from apps.events.actions import record
from apps.events.models import OutboxEvent
from apps.posts.actions import create_comment, create_post, edit_post, withdraw_post
from apps.spaces.actions import remove_member
from tests.processes import eventually

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


def test_the_pill_counts_and_nothing_moves(live_world, page_of):
    first = create_post(author=live_world.owner, space=live_world.open, body="Premier")
    page = page_of(live_world.member)
    pill = page.locator("[data-pill]")
    expect(pill).to_be_hidden()
    seen = page.locator(f"#post-{first.pk}").bounding_box()

    create_post(author=live_world.owner, space=live_world.open, body="Deuxième")
    expect(pill).to_have_text("1 new post")
    third = create_post(author=live_world.owner, space=live_world.confidential, body="Troisième")
    expect(pill).to_have_text("2 new posts")
    expect(page.locator("#announcer")).to_have_text("2 new posts")
    expect(page.locator("article.card")).to_have_count(1)
    assert page.locator(f"#post-{first.pk}").bounding_box()["x"] == seen["x"]

    withdraw_post(actor=live_world.owner, post=third)
    expect(pill).to_have_text("1 new post")
    pill.click()
    expect(page.locator("article.card")).to_have_count(2)


def test_a_withdrawn_post_leaves_a_quiet_sentence(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Trop vite")
    page = page_of(live_world.member)
    expect(page.locator("article.card")).to_have_count(1)
    withdraw_post(actor=live_world.owner, post=post)
    expect(page.locator("article.card")).to_have_count(0)
    expect(page.get_by_text("This post was withdrawn.").first).to_be_visible()


def test_an_answer_being_written_in_a_card_survives_its_refresh(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Version une")
    page = page_of(live_world.member)
    page.locator(f"#post-{post.pk} .reply-line").click()
    page.locator("form.answer .ProseMirror").first.click()
    page.keyboard.type("Je commence")
    edit_post(actor=live_world.owner, post=post, body="Version deux")
    expect(page.locator(f"#post-{post.pk}")).to_contain_text("Version deux")
    create_comment(author=live_world.owner, post=post, body="Une réponse")
    expect(page.locator(f"#post-{post.pk}")).to_contain_text("Une réponse")
    page.keyboard.type(" ma phrase")
    expect(page.locator("form.answer").first).to_contain_text("Je commence ma phrase")


def test_lost_access_clears_the_screen(live_world, page_of):
    create_post(author=live_world.owner, space=live_world.confidential, body="Entre nous")
    create_post(author=live_world.owner, space=live_world.open, body="À tous")
    page = page_of(live_world.member)
    expect(page.locator("article.card")).to_have_count(2)
    page.evaluate("window.isSamePage = true")
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    expect(page.locator("article.card")).to_have_count(1)
    expect(page.locator("article.card")).to_contain_text("À tous")
    assert page.evaluate("window.isSamePage"), "without loading the page again"


def test_too_much_missed_is_asked_again(live_world, context_of, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Avant la sieste")
    page = page_of(live_world.member)
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(page.locator("html[data-live=offline]")).to_be_attached()
    OutboxEvent.objects.bulk_create(
        OutboxEvent(name="post.reacted", space_id=live_world.open.pk, payload={"post_id": post.pk})
        for _ in range(600)
    )
    edit_post(actor=live_world.owner, post=post, body="Après la sieste")
    eventually(lambda: not OutboxEvent.objects.filter(delivered_at=None).exists())
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("article.card")).to_contain_text("Après la sieste")
    expect(page.locator("[data-pill]")).to_be_visible()


def test_signing_out_elsewhere_leaves_nothing_on_the_screen(live_world, page_of):
    create_post(author=live_world.owner, space=live_world.confidential, body="Entre nous")
    page = page_of(live_world.member)
    expect(page.locator("article.card")).to_have_count(1)
    page.context.clear_cookies()
    with transaction.atomic():
        record(SessionEnded(person_id=live_world.member.pk))
    page.wait_for_url("**/accounts/login/**")
