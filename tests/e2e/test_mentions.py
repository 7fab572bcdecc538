"""Naming a colleague while one writes: by keyboard, by finger, in posts, answers and edits."""

import re

import pytest
from playwright.sync_api import expect

from apps.posts.actions import create_post
from apps.posts.models import Comment, Mention, Post
from tests.e2e.writing import open_composer, watch_complaints, write_in

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live_world, page_of):
    return page_of(live_world.member, f"/spaces/{live_world.confidential.slug}/")


def listed(form):
    return form.get_by_role("listbox")


def test_a_name_by_the_keyboard_alone(live_world, page):
    complaints = watch_complaints(page)
    composer = open_composer(page)
    page.keyboard.type("Merci @o")
    expect(listed(composer)).to_have_count(0)
    page.keyboard.type("d")
    people, text = listed(composer), composer.locator(".ProseMirror")
    expect(people.get_by_role("option")).to_have_text([re.compile("Odile Owner")])
    expect(text).to_be_focused()
    expect(text).to_have_attribute("aria-activedescendant", re.compile("-people-0$"))
    expect(text).to_have_attribute("aria-controls", people.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(people).to_be_hidden()
    expect(text.locator("a.mention")).to_have_text("@Odile Owner")
    page.keyboard.type("et @anais a")
    expect(people.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.type("!")
    page.keyboard.press("Control+Enter")
    card = page.locator("article.card")
    expect(card.locator("a.mention")).to_have_text(["@Odile Owner", "@Anaïs Animator"])
    assert Post.objects.get().text == "Merci @Odile Owner et @Anaïs Animator !"
    people = {live_world.owner.pk, live_world.animator.pk}
    assert set(Mention.objects.values_list("person_id", flat=True)) == people
    assert not complaints


def test_arrows_choose_and_escape_leaves_the_words(live_world, page):
    composer = open_composer(page)
    page.keyboard.type("@o")
    page.keyboard.type("w")
    people = listed(composer)
    expect(people).to_be_visible()
    page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    expect(composer).to_be_visible()
    page.keyboard.type("ner, @an")
    expect(people).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    selected = people.locator("[aria-selected=true]")
    expect(selected).to_have_count(1)
    page.keyboard.press("Enter")
    expect(composer.locator(".ProseMirror")).to_have_text("@owner, @Anaïs Animator ")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(composer.locator("a.mention")).to_have_count(0)


def test_who_does_not_read_here_is_not_offered(page):
    composer = open_composer(page)
    with page.expect_response("**/mentions/**"):
        page.keyboard.type("@oscar")
    expect(listed(composer)).to_have_count(0)
    page.keyboard.press("Enter")
    expect(composer.locator(".ProseMirror p")).to_have_count(2)


def test_an_answer_and_its_edit(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.confidential, body="Qui ?")
    page = page_of(live_world.member, f"/posts/{post.pk}/")
    form = page.locator(f"form#reply-{post.pk}")
    write_in(form, "@anais")
    expect(listed(form)).to_be_visible()
    listed(form).get_by_role("option").first.click()
    page.keyboard.press("Control+Enter")
    answer = page.locator("#comments .comment").first
    expect(answer.locator("a.mention")).to_have_text("@Anaïs Animator")
    answer.locator("summary[aria-label=More]").click()
    answer.get_by_role("link", name="Edit").click()
    form = page.locator("form[data-editing]")
    expect(form.locator(".ProseMirror a.mention")).to_have_text("@Anaïs Animator")
    page.keyboard.type(" et @od")
    expect(listed(form)).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#comments .said__text a.mention")).to_have_count(2)
    assert Comment.objects.get().text == "@Anaïs Animator et @Odile Owner"


def test_by_finger(live_world, context_of):
    context = context_of(live_world.member, viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto(f"/spaces/{live_world.confidential.slug}/posts/")
    composer = page.locator("form#composer")
    write_in(composer, "Voyez avec @anai")
    option = listed(composer).get_by_role("option").first
    expect(option).to_be_in_viewport()
    box = option.bounding_box()
    assert box["height"] >= 24
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    option.tap()
    expect(composer.locator("a.mention")).to_have_text("@Anaïs Animator")
    expect(composer.locator(".ProseMirror")).to_be_focused()
