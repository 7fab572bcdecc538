"""Without a mouse: everything can be reached, is seen where one is, and comes in the order read."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.actions import change_password, confirm_email
from apps.posts.actions import create_comment, create_post
from tests.e2e.screens import PASSWORD

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}
DESK = {"viewport": {"width": 1280, "height": 800}}
STOPS = 120
# What has the focus: seen, marked, not covered, and where on the page.
STOP = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  // A row lights up as a whole for the link it is, an editor for the text in it.
  const around = one.closest(".editor, .field") ?? one;
  const rings = [getComputedStyle(one), getComputedStyle(one, "::after"), getComputedStyle(around)];
  const isRing = (style) => style.boxShadow !== "none"
    || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1);
  const words = (one.ariaLabel ?? one.textContent).trim();
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const over = document.elementFromPoint(...middle);
  return {
    name: `${one.localName}.${one.className} ${words.slice(0, 30)}`,
    isShown: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
    isMarked: rings.some(isRing),
    isCovered: !!over && !one.contains(over) && !over.contains(one),
    isInColumn: !!one.closest("main"),
    top: box.top + scrollY,
    first: one.dataset.seen === undefined && (one.dataset.seen = "") === "",
  };
}"""


def stops(page: Page) -> list[dict]:
    """Everything Tab leads to, in order, from the top of the page."""
    found: list[dict] = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(STOP)
        if here is None or not here["first"]:
            break
        found.append(here)
    return found


def check_stops(page: Page) -> None:
    found = stops(page)
    assert len(found) > 3
    assert [stop["name"] for stop in found if not stop["isShown"]] == []
    assert [stop["name"] for stop in found if not stop["isMarked"]] == []
    assert [stop["name"] for stop in found if stop["isCovered"]] == []
    column = [stop for stop in found if stop["isInColumn"]]
    up = [
        f"{before['name']} → {after['name']}"
        for before, after in pairwise(column)
        if after["top"] < before["top"] - 60
    ]
    assert up == []


@pytest.fixture
def said(live_world):
    """Something to read: a question, answered."""
    post = create_post(author=live_world.owner, space=live_world.open, title="Qui ?", body="Moi.")
    create_comment(author=live_world.animator, post=post, body="Et moi.")
    create_post(author=live_world.member, space=live_world.open, body="Le mien.")
    return post


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_where_one_is_shows_and_comes_in_order(live_world, said, page_of, device):
    page = page_of(live_world.animator, "/", **device)
    space = f"/spaces/{live_world.open.slug}/"
    paths = ["/", space, f"/posts/{said.pk}/", "/spaces/", "/people/", "/settings/"]
    for path in [*paths, f"{space}members/", f"{space}about/", "/spaces/new/"]:
        page.goto(path)
        check_stops(page)


def test_signing_in(live_world, page_of):
    person = live_world.member
    change_password(person=person, password=PASSWORD)
    confirm_email(person)
    page = page_of(None, "/accounts/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    expect(page.get_by_role("heading", name="Feed")).to_be_attached()


def test_the_first_stop_skips_what_surrounds_the_page(live_world, page_of):
    page = page_of(live_world.member)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main .composer__ask")).to_be_focused()


def test_writing_answering_and_reacting(live_world, said, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    page.keyboard.press("n")
    expect(page.locator("#composer .ProseMirror")).to_be_focused()
    page.keyboard.type("Sans souris")
    page.keyboard.press("Control+Enter")
    cards = page.locator("article.card")
    expect(cards.first).to_contain_text("Sans souris")
    expect(cards.first).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("Your post is published.")

    page.keyboard.press("j")
    page.keyboard.press("j")
    card = page.locator(f"#post-{said.pk}")
    expect(card).to_be_focused()
    page.keyboard.press("r")
    expect(card.locator("form.answer .ProseMirror")).to_be_focused()
    page.keyboard.type("Moi aussi")
    page.keyboard.press("Control+Enter")
    expect(card.locator(".thread")).to_contain_text("Moi aussi")

    card.focus()
    react = card.locator(".reactions__more summary")
    for _ in range(20):
        page.keyboard.press("Tab")
        if react.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card.locator("button[aria-pressed=true]")).to_be_focused()


def test_a_menu(live_world, page_of):
    page = page_of(live_world.member)
    summary = page.locator(".account summary")
    summary.focus()
    page.keyboard.press("ArrowDown")
    items = page.locator(".account .items :is(a, button):visible")
    expect(items.first).to_be_focused()
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(items.first).to_be_hidden()


def test_the_list_of_keys_and_doing_without_them(live_world, page_of):
    page = page_of(live_world.member)
    page.locator("main .composer__ask").focus()
    page.keyboard.press("?")
    switch = page.locator("#shortcuts").get_by_role("checkbox")
    for _ in range(12):
        page.keyboard.press("Tab")
        if switch.evaluate("(one) => one === document.activeElement"):
            break
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    expect(page.locator("main .composer__ask")).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    expect(page.locator("form#composer")).to_have_count(0)
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_what_others_write_is_told_and_fetched(live_world, said, page_of):
    page = page_of(live_world.member)
    page.locator("main .composer__ask").focus()
    create_post(author=live_world.owner, space=live_world.open, body="Tout neuf")
    expect(page.locator("#announcer[aria-live=polite]")).to_have_text("1 new post")
    expect(page.locator("main .composer__ask")).to_be_focused()
    pill = page.locator("[data-pill]")
    for _ in range(8):
        page.keyboard.press("Tab")
        if pill.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("article.card").first).to_contain_text("Tout neuf")
