"""Keys, menus, times, folds, reactions and questions, in the browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.posts.actions import create_post, react, withdraw_post
from apps.posts.models import Post, PostReaction
from tests.e2e.writing import hold_back, open_composer, watch_complaints
from tests.processes import eventually

pytestmark = pytest.mark.browser


@pytest.fixture
def three_posts(live_world):
    return [
        create_post(author=live_world.owner, space=live_world.open, body=f"Message {number}")
        for number in (1, 2, 3)
    ]


def test_keys_move_between_cards_and_open_them(live_world, three_posts, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    cards = page.locator("article.card")
    for key, index in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(cards.nth(index)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/posts/{three_posts[1].pk}/")


def test_keys_go_to_places_and_write(live_world, page_of):
    page = page_of(live_world.member)
    page.keyboard.press("n")
    expect(page.locator("form#composer .ProseMirror")).to_be_focused()
    page.keyboard.type("j n / ?")
    expect(page.locator("form#composer .ProseMirror")).to_have_text("j n / ?")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/spaces/")
    for keys in ("/", "Control+k"):
        page.keyboard.press(keys)
        expect(page.locator("#jump-field")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#jump")).to_be_hidden()


def test_a_key_right_after_a_dialog_closed_is_heard(live_world, page_of):
    page = page_of(live_world.member)
    page.keyboard.press("/")
    expect(page.locator("#jump-field")).to_be_focused()
    page.evaluate(
        """() => {
          document.querySelector("#jump").close();
          const key = { key: "k", ctrlKey: true, bubbles: true, cancelable: true };
          document.querySelector("#jump-field").dispatchEvent(new KeyboardEvent("keydown", key));
        }"""
    )
    expect(page.locator("#jump")).to_be_visible()
    expect(page.locator("#jump-field")).to_be_focused()


def test_the_keys_are_listed_and_can_be_turned_off(live_world, page_of):
    page = page_of(live_world.member)
    page.keyboard.press("?")
    dialog = page.locator("#shortcuts")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("n")
    page.wait_for_timeout(400)
    expect(page.locator("form#composer")).to_have_count(0)
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.locator("details.account summary").click()
    page.locator("[data-opens=shortcuts]").click()
    dialog.get_by_role("checkbox").check()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()


def test_a_menu_closes_where_one_looks_elsewhere(live_world, page_of):
    create_post(author=live_world.member, space=live_world.open, body="Le mien")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    menu = page.locator("article.card details.menu")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("ArrowDown")
    expect(menu.locator("a, button").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(menu.locator("a, button").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    menu.locator("summary").click()
    page.locator("h1").first.click(force=True)
    expect(menu).not_to_have_attribute("open", "")


def test_withdrawing_asks_first_in_the_readers_words(live_world, page_of):
    post = create_post(author=live_world.member, space=live_world.open, body="À retirer")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    menu = page.locator("article.card details.menu")
    dialog = page.locator("#confirm")
    menu.locator("summary").click()
    menu.get_by_role("button", name="Withdraw").click()
    expect(dialog).to_contain_text("Withdraw this post?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("article.card")).to_be_visible()
    assert Post.objects.get(pk=post.pk).withdrawn_at is None
    menu.locator("summary").click()
    menu.get_by_role("button", name="Withdraw").click()
    dialog.get_by_role("button", name="Withdraw").click()
    expect(page.locator("article.card")).to_have_count(0)
    assert eventually(lambda: Post.objects.get(pk=post.pk).withdrawn_at)


def test_a_reaction_shows_at_once_and_is_taken_back_when_refused(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Bravo ?")
    react(user=live_world.animator, said=post, kind="thanks")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    button = page.locator("article.card button[value=thanks]")
    held = hold_back(page, "**/reaction/")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("1")
    held.pop().abort()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#toasts")).to_contain_text("did not get through")
    page.unroute("**/reaction/")
    button.click()
    expect(button).to_contain_text("2")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_contain_text("1")
    assert not PostReaction.objects.filter(user=live_world.member).exists()


def test_the_first_reaction_keeps_the_focus(live_world, page_of):
    create_post(author=live_world.owner, space=live_world.open, body="Bravo ?")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    page.locator(".reactions__more summary").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = page.locator("article.card .reactions > form button[aria-pressed=true]")
    expect(chosen).to_be_focused()
    expect(page.locator("details.reactions__more")).not_to_have_attribute("open", "")


def test_what_is_no_longer_there_is_said_and_replaces_nothing(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Bientôt retiré")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.route("**/posts/*/?part=card", lambda route: route.abort())
    withdraw_post(actor=live_world.owner, post=post)
    page.locator(".reactions__more summary").click()
    page.locator("button[value=thanks]").click()
    expect(page.locator("#toasts .toast")).to_be_visible()
    expect(page.locator("article.card")).to_contain_text("Bientôt retiré")


def test_times_are_relative_within_a_day_and_exact_on_hover(live_world, three_posts, page_of):
    recent, old, _ = three_posts
    now = timezone.now()
    Post.objects.filter(pk=recent.pk).update(published_at=now - timedelta(minutes=5, seconds=20))
    Post.objects.filter(pk=old.pk).update(published_at=now - timedelta(days=3))
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    time = page.locator(f"#post-{recent.pk} time").first
    expect(time).to_have_text("5 minutes ago")
    assert str(now.year) in (time.get_attribute("title") or "")
    expect(page.locator(f"#post-{old.pk} time").first).not_to_contain_text("ago")


def test_a_long_text_unfolds_in_place_and_stays_so(live_world, page_of):
    body = "".join(f"<p>Paragraphe {number}</p>" for number in range(40))
    create_post(author=live_world.owner, space=live_world.open, body=body)
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    more = page.locator("[data-unfold]")
    more.click()
    expect(page.locator("article.card .fold")).to_have_count(0)
    expect(more).to_be_hidden()
    page.locator(".reactions__more summary").click()
    page.locator("button[value=thanks]").click()
    expect(page.locator("button[value=thanks]")).to_contain_text("1")
    expect(page.locator("article.card .fold")).to_have_count(0)
    expect(more).to_be_hidden()


def test_the_policy_for_scripts_and_styles_is_never_broken(live_world, three_posts, page_of):
    page = page_of(live_world.member)
    complaints = watch_complaints(page)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.reload()
    home = [address for address in addresses if address.endswith(".js")]
    assert home
    assert not any("prose_editor" in address for address in home)
    composer = open_composer(page)
    composer.locator(".editor-bar [data-act=bold]").click()
    page.keyboard.type("gras")
    page.goto(f"/posts/{three_posts[0].pk}/")
    page.keyboard.press("?")
    page.goto("/people/")
    page.goto("/spaces/")
    assert complaints == []
    origin = re.match(r"https?://[^/]+", page.url).group()  # type: ignore[union-attr]
    assert all(address.startswith((origin, "data:", "blob:")) for address in addresses)
