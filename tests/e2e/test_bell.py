"""The bell between two people: it rings without a reload, and is quiet again once read."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from apps.events.models import OutboxEvent
from apps.hours.models import WorkingHours
from apps.notifications.models import Notification, Telling
from apps.posts.actions import create_comment, create_post, react, withdraw_comment
from apps.profiles.models import User
from tests.conftest import World
from tests.processes import Network, eventually

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def telling_world(live_world: World, network: Network) -> Iterator[World]:
    """The network with a worker, where words are told two seconds after they are written."""
    with_less_time = {"UNDO_SECONDS": "2"}
    network.environment |= with_less_time
    network.kill("relay")
    network.start("relay", "worker")
    for person in live_world.cast.values():
        always_at_work(person)
    eventually(everything_is_told, 90)
    Notification.objects.all().delete()
    try:
        yield live_world
    finally:
        network.kill("worker")
        for name in with_less_time:
            del network.environment[name]
        network.kill("relay")
        network.start("relay")


def everything_is_told() -> bool:
    """What making the cast told of has come to its end."""
    waiting = Notification.objects.filter(delivered_at=None), Telling.objects.all()
    events = OutboxEvent.objects.filter(delivered_at=None)
    return not events.exists() and not any(rows.exists() for rows in waiting)


def always_at_work(person: User) -> None:
    WorkingHours.objects.update_or_create(
        person=person, defaults={"week": [[["00:00", "00:00"]]] * 7}
    )


def test_it_rings_and_reading_quietens_it(telling_world, page_of):
    world = telling_world
    post = create_post(author=world.member, space=world.confidential, title="Banc B", body="Qui ?")
    desk, phone = page_of(world.member, "/people/"), page_of(world.member, "/", **PHONE)
    writer = page_of(world.animator, f"/posts/{post.pk}/")
    stranger = page_of(world.outsider, "/people/")
    for page in (desk, phone, stranger):
        expect(page.locator("[data-bell] .dot")).to_have_count(0)
    desk.evaluate("window.isSamePage = true")

    writer.locator("form.answer textarea").click()
    writer.locator("form.answer .ProseMirror").click()
    writer.keyboard.type("Moi, deux fois.")
    writer.locator("form.answer button[data-once]").click()

    expect(desk.locator(".rail [data-bell] .dot")).to_be_visible()
    expect(phone.locator(".bar [data-bell] .dot")).to_be_visible()
    expect(desk.locator("#announcer")).to_have_text("1 new for you")
    expect(desk.locator(".rail [data-bell]")).to_have_text("1 new for you")
    assert desk.evaluate("window.isSamePage"), "without loading the page again"
    expect(stranger.locator("[data-bell] .dot")).to_have_count(0)
    expect(writer.locator("[data-bell] .dot")).to_have_count(0)

    phone.get_by_role("link", name="Notifications").click()
    entry = phone.locator(".told")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text("Anaïs Animator answered your post “Banc B”")
    entry.locator(".name").click()
    phone.wait_for_url(f"**/posts/{post.pk}/#comment-*")
    expect(phone.locator("#comments")).to_contain_text("Moi, deux fois.")
    expect(desk.locator("[data-bell] .dot")).to_have_count(0)
    assert desk.evaluate("window.isSamePage")


def test_what_is_answered_under_ones_eyes_does_not_stay_unread(telling_world, page_of):
    world = telling_world
    post = create_post(author=world.member, space=world.open, body="Qui ?")
    reading = page_of(world.member, f"/posts/{post.pk}/")
    elsewhere = page_of(world.member, "/people/")
    expect(reading.locator(".attention")).to_contain_text("You follow this conversation")
    create_comment(author=world.animator, post=post, body="Moi.")
    expect(reading.locator("#comments")).to_contain_text("Moi.")
    told = world.member.notifications.filter(kind="answered")
    assert eventually(lambda: told.filter(delivered_at__isnull=False, read_at__isnull=False))
    expect(elsewhere.locator("[data-bell] .dot")).to_have_count(0)


def test_what_was_taken_back_in_time_rings_nowhere(telling_world, page_of):
    world = telling_world
    post = create_post(author=world.member, space=world.open, body="Qui ?")
    page = page_of(world.member, "/people/")
    comment = create_comment(author=world.animator, post=post, body="Trop vite")
    withdraw_comment(actor=world.animator, comment=comment)
    react(user=world.owner, said=post, kind="thanks")
    expect(page.locator(".rail [data-bell]")).to_have_text("1 new for you")
    page.get_by_role("link", name="Notifications").click()
    expect(page.locator(".told")).to_have_count(1)
    expect(page.locator(".told")).to_contain_text("Odile Owner reacted")


def test_two_keys_lead_there(live_world, page_of):
    page = page_of(live_world.member)
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notifications/")
    expect(page.locator(".rail [aria-current=page]")).to_contain_text("Notifications")


def test_a_conversation_is_muted_from_its_card_by_keyboard(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Longue histoire")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    menu = page.locator(f"#post-{post.pk} .menu").last
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = menu.locator("[data-attention] [aria-pressed=true]")
    expect(chosen).to_be_focused()
    expect(chosen).to_contain_text("Only what concerns me")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(chosen).to_contain_text("Mute")
    expect(chosen).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    page.goto(f"/posts/{post.pk}/")
    expect(page.locator(".attention summary")).to_have_text("You muted this conversation")


def test_without_a_script_one_reads_and_chooses_all_the_same(live_world, context_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Longue histoire")
    page = context_of(live_world.member, java_script_enabled=False).new_page()
    page.goto(f"/posts/{post.pk}/")
    page.get_by_role("link", name="Follow or mute this conversation").click()
    page.get_by_label("Follow", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/posts/{post.pk}/")
    expect(page.get_by_text("You follow this conversation")).to_be_visible()
    page.goto("/settings/notifications/")
    page.locator("[name='reacted.mail']").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: this is how you will be told.")).to_be_visible()
    expect(page.locator("[name='reacted.mail']")).to_be_checked()
    page.get_by_role("button", name="Back to the defaults").click()
    expect(page.locator("[name='reacted.mail']")).not_to_be_checked()


def test_it_rings_also_where_a_service_worker_asks_for_the_page(live_world, page_of, signed_in):
    for asked_by in ("document", "empty"):
        page = signed_in(live_world.member).get("/people/", headers={"sec-fetch-dest": asked_by})
        assert 'data-live-url="/ws/live/"' in page.text
    page = page_of(live_world.member, "/people/")
    page.evaluate("() => navigator.serviceWorker.ready")
    page.goto("/notifications/")
    page.wait_for_selector("html[data-live=online]")
    assert page.evaluate("() => Boolean(navigator.serviceWorker.controller)"), "the premise"
