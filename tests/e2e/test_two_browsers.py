"""Two people, two browsers: what one does appears to the other without reload."""

import pytest
from playwright.sync_api import expect

from apps.posts.actions import create_comment, create_post, edit_post, withdraw_post
from apps.spaces.actions import remove_member
from tests.processes import eventually

pytestmark = pytest.mark.browser


def test_a_conversation(live_world, page_of):
    space = live_world.confidential
    writer = page_of(live_world.member, f"/spaces/{space.slug}/")
    reader = page_of(live_world.animator, f"/spaces/{space.slug}/")
    stranger = page_of(live_world.outsider)

    writer.locator(".composer__ask").click()
    writer.locator("#composer [name=title]").fill("Banc B")
    body = writer.locator("#composer .ProseMirror")
    body.click()
    writer.keyboard.type("Qui l’a déjà étalonné ?")
    writer.locator("#composer button[data-once]").click()
    expect(writer.locator("article.card")).to_contain_text("Qui l’a déjà étalonné ?")

    pill = reader.locator("[data-pill]")
    expect(pill).to_be_visible()
    expect(reader.locator("article.card")).to_have_count(0)
    pill.click()
    card = reader.locator("article.card").first
    expect(card).to_contain_text("Qui l’a déjà étalonné ?")

    card.locator(".reactions__more summary").first.click()
    card.locator("button[value=thanks]").click()
    expect(writer.locator("article.card button[value=thanks]")).to_contain_text("1")

    card.locator(".reply-line").click()
    answer = card.locator(".ProseMirror")
    answer.click()
    reader.keyboard.type("Oui, avec la cale de 0,2.")
    card.locator("form.answer button[data-once]").click()
    expect(writer.locator("article.card")).to_contain_text("avec la cale de 0,2")

    expect(stranger.locator("body")).not_to_contain_text("étalonné")
    expect(stranger.locator("[data-pill]")).to_be_hidden()


def test_edits_and_withdrawals_arrive(live_world, page_of):
    post = create_post(author=live_world.member, space=live_world.open, body="Premier jet")
    reader = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    expect(reader.locator("article.card")).to_contain_text("Premier jet")
    edit_post(actor=live_world.member, post=post, body="Mieux dit")
    expect(reader.locator("article.card")).to_contain_text("Mieux dit")
    withdraw_post(actor=live_world.member, post=post)
    expect(reader.locator("body")).not_to_contain_text("Mieux dit")


def test_what_one_is_typing_survives_what_others_do(live_world, page_of):
    post = create_post(author=live_world.member, space=live_world.open, body="Une question")
    page = page_of(live_world.animator, f"/posts/{post.pk}/")
    page.locator("form.answer textarea").click()
    page.locator("form.answer .ProseMirror").click()
    page.keyboard.type("Je commence une")
    create_comment(author=live_world.owner, post=post, body="Ma réponse")
    expect(page.locator("#comments")).to_contain_text("Ma réponse")
    page.keyboard.type(" phrase")
    expect(page.locator("form.answer").last).to_contain_text("Je commence une phrase")


def test_a_removed_member_is_shown_out(live_world, page_of):
    space = live_world.confidential
    create_post(author=live_world.owner, space=space, body="Entre nous")
    page = page_of(live_world.member, f"/spaces/{space.slug}/")
    expect(page.locator("article.card")).to_contain_text("Entre nous")
    remove_member(actor=live_world.owner, space=space, user=live_world.member)
    expect(page.locator("body")).not_to_contain_text("Entre nous")


def test_a_tab_without_network_catches_up(live_world, context_of):
    post = create_post(author=live_world.member, space=live_world.open, body="Avant")
    context = context_of(live_world.animator)
    page = context.new_page()
    page.goto(f"/posts/{post.pk}/")
    page.wait_for_selector("html[data-live=online]")
    context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    create_comment(author=live_world.owner, post=post, body="Pendant la coupure")
    expect(page.locator("#toasts .toast")).to_be_visible(timeout=20_000)
    context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#comments")).to_contain_text("Pendant la coupure", timeout=20_000)
    expect(page.locator("#toasts .toast")).to_have_count(0)


def test_without_javascript_everything_works(live_world, context_of):
    context = context_of(live_world.member, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/spaces/{live_world.open.slug}/")
    page.locator(".composer__ask").click()
    page.locator("[name=body]").fill("Sans script")
    page.locator("button[data-once]").click()
    expect(page.locator("article.card")).to_contain_text("Sans script")
    page.locator(".reactions__more summary").first.click()
    page.locator("button[value=bravo]").click()
    expect(page.locator("button[value=bravo]").first).to_have_attribute("aria-pressed", "true")
    page.locator("form.answer [name=body]").fill("Et une réponse")
    page.locator("form.answer button[data-once]").click()
    expect(page.locator("#comments")).to_contain_text("Et une réponse")
    assert eventually(lambda: live_world.member.posts.count() == 1)
