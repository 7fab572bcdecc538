"""The jump box, by keyboard and by finger."""

import pytest
from playwright.sync_api import expect

from apps.posts.actions import create_post
from apps.search.actions import index_posts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_few_letters_and_enter_lead_to_a_colleague(live_world, page_of):
    page = page_of(live_world.member)
    page.keyboard.press("Control+k")
    page.keyboard.type("oscar")
    expect(page.locator("#jump [aria-selected=true]")).to_contain_text("Oscar Outsider")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{live_world.outsider.username}/")


def test_arrows_move_and_the_last_choice_searches_everywhere(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, title="Oscar", body="prix")
    index_posts([post.pk])
    page = page_of(live_world.member)
    page.keyboard.press("/")
    page.keyboard.type("osc")
    options = page.locator("#jump [role=option]")
    expect(options.last).to_contain_text("osc")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    active = page.locator("#jump-field").get_attribute("aria-activedescendant")
    assert active == options.last.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=osc")
    expect(page.locator("#results")).to_contain_text("Oscar Outsider")
    expect(page.locator("#results")).to_contain_text("prix")


def test_on_a_phone_a_touch_opens_it_and_another_goes_there(live_world, page_of):
    page = page_of(live_world.member, viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator(".seek").tap()
    page.locator("#jump-field").fill("cave open")
    page.locator("#jump [role=option]", has_text="Cave open").first.tap()
    page.wait_for_url(f"**/spaces/{live_world.open.slug}/")


def test_results_follow_the_words_while_one_types(live_world, page_of):
    page = page_of(live_world.member)
    page.goto("/search/")
    page.locator("#search-q").press_sequentially("oscar", delay=30)
    expect(page.locator("#results")).to_contain_text("Oscar Outsider")
    page.wait_for_url("**/search/?q=oscar")
