"""The service worker in a real Chromium: pushes that are shown, the page without a network."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from apps.notifications.models import (
    Channel,
    Delivery,
    Envelope,
    Notification,
    PushSubscription,
)
from apps.posts.actions import create_comment, create_post
from apps.profiles.actions import set_preferences
from apps.spaces.actions import remove_member
from tests.notifications.push_service import Browser
from tests.processes import eventually

pytestmark = pytest.mark.browser
READY = "() => navigator.serviceWorker.ready.then((it) => it.active.state)"
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
}"""
ENDPOINT = "https://fcm.googleapis.com/fcm/send/of-the-test"


def opened(context: BrowserContext, path: str = "/") -> Page:
    page = context.new_page()
    page.goto(path)
    page.evaluate(READY)
    # The first page is served by the worker from the next load on.
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def deliver(page: Page, payload: dict) -> None:
    """As the push service of this browser would."""
    found = {}
    cdp = page.context.new_cdp_session(page)
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.update({it["scopeURL"]: it for it in event["registrations"]}),
    )
    cdp.send("ServiceWorker.enable")
    origin = page.evaluate("location.origin")
    assert eventually(lambda: page.wait_for_timeout(50) or f"{origin}/" in found)
    cdp.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": origin,
            "registrationId": found[f"{origin}/"]["registrationId"],
            "data": json.dumps(payload),
        },
    )


def pushed(world, space) -> tuple[Notification, dict]:
    """The member was told of an answer there; what their browsers get of it."""
    post = create_post(author=world.member, space=space, title="Cormoran", body="x")
    comment = create_comment(author=world.owner, post=post, body="albatros")
    now = timezone.now()
    row = Notification.objects.create(
        person=world.member,
        kind="answered",
        rank=40,
        event_id=comment.pk,
        occasion=f"comment.{comment.pk}",
        actor=world.owner,
        space=space,
        post=post,
        comment=comment,
        subject=f"post.{post.pk}",
        day=now.date(),
        is_direct=True,
        due_at=now,
        delivered_at=now,
    )
    envelope = Envelope.objects.create(person=world.member, channel=Channel.PUSH, message_id="x")
    Delivery.objects.create(
        notification=row,
        person=world.member,
        channel=Channel.PUSH,
        ready_at=now,
        due_at=now,
        state=Delivery.State.SENT,
        envelope=envelope,
    )
    fallback = {"title": "Aubrac", "body": "Something new", "url": "/notifications/", "tag": "f"}
    return row, {"id": str(envelope.pk), "fallback": fallback}


def until_shown(page: Page) -> list[dict]:
    assert eventually(lambda: page.wait_for_timeout(100) or page.evaluate(SHOWN))
    return page.evaluate(SHOWN)


def test_a_push_fetches_its_words_with_the_session_and_shows_them(live_world, context_of):
    context = context_of(live_world.member, permissions=["notifications"])
    page = opened(context)
    row, payload = pushed(live_world, live_world.confidential)
    deliver(page, payload)
    (shown,) = until_shown(page)
    assert "Cormoran" in shown["title"]
    assert live_world.owner.display_name in shown["title"]
    assert shown["tag"] == f"post.{row.post_id}"
    assert shown["data"]["url"] == f"/notifications/{row.pk}/"


def test_what_may_be_read_no_more_is_not_shown(live_world, context_of):
    context = context_of(live_world.member, permissions=["notifications"])
    page = opened(context)
    _row, payload = pushed(live_world, live_world.confidential)
    remove_member(actor=live_world.owner, space=live_world.confidential, user=live_world.member)
    with context.expect_event("response", lambda it: payload["id"] in it.url) as answer:
        deliver(page, payload)
    assert answer.value.status == 404
    page.wait_for_timeout(300)
    assert page.evaluate(SHOWN) == []


def test_signed_out_a_push_says_nothing_of_what_it_is_about(live_world, context_of):
    context = context_of(live_world.member, permissions=["notifications"])
    page = opened(context)
    _row, payload = pushed(live_world, live_world.confidential)
    context.clear_cookies()
    deliver(page, payload)
    (shown,) = until_shown(page)
    assert shown["title"] == payload["fallback"]["title"]
    assert "Cormoran" not in str(shown)


def test_without_a_network_a_page_of_ours_in_the_persons_language(live_world, context_of, network):
    for language, words in (("en", "No network for the moment"), ("fr", None)):
        set_preferences(person=live_world.member, language=language)
        context = context_of(live_world.member)
        context.add_cookies([{"name": "django_language", "value": language, "url": network.url}])
        page = opened(context)
        eventually(lambda page=page: "/offline/language" in kept(page))
        context.set_offline(True)
        page.goto("/people/")
        assert page.locator("html").get_attribute("lang") == language
        if words:
            expect(page.locator("h1")).to_have_text(words)
        assert page.locator("[data-person]").count() == 0
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Inter")
        context.set_offline(False)
        page.locator("main a.button").click()
        expect(page.locator("body[data-person]")).to_be_visible()


def test_no_page_of_a_person_is_kept(live_world, context_of):
    page = opened(context_of(live_world.member))
    for path in ("/", f"/spaces/{live_world.confidential.slug}/", "/people/", "/notifications/"):
        page.goto(path)
    allowed = ("/offline/", "/static/css/", "/static/icons/", "/theme.css")
    assert kept(page)
    assert [place for place in kept(page) if not place.startswith(allowed)] == []
    words = page.evaluate(
        """async () => {
          const cache = await caches.open("rsn-offline");
          const kept = await cache.matchAll();
          return (await Promise.all(kept.map((it) => it.text()))).join();
        }"""
    )
    assert live_world.member.display_name not in words
    assert "csrf" not in words


def test_it_can_be_installed(live_world, context_of):
    page = opened(context_of(live_world.member))
    cdp = page.context.new_cdp_session(page)
    manifest = cdp.send("Page.getAppManifest")
    assert manifest["errors"] == []
    said = json.loads(manifest["data"])
    assert said["icons"]
    for icon in said["icons"]:
        answer = page.request.get(icon["src"])
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
        size = int(icon["sizes"].partition("x")[0])
        width, height = (int.from_bytes(answer.body()[n : n + 4]) for n in (16, 20))
        assert (width, height) == (size, size)
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    problems = {
        it["errorId"] for it in cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]
    }
    # What an incognito window always says.
    assert problems <= {"in-incognito"}


# No push service is reachable from here: the browser's answer to `subscribe` is written down.
GIVEN = """(form) => {
  const { endpoint, ...keys } = form;
  const given = {
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => delete sessionStorage.subscribed,
  };
  PushManager.prototype.subscribe = async () => {
    sessionStorage.subscribed = "yes";
    return given;
  };
  PushManager.prototype.getSubscription = async () => (sessionStorage.subscribed ? given : null);
}"""


def test_one_turns_it_on_and_off_in_the_settings(live_world, context_of):
    context = context_of(live_world.member, permissions=["notifications"])
    context.add_init_script(f"({GIVEN})({json.dumps(Browser(ENDPOINT).form)})")
    page = context.new_page()
    page.goto("/settings/notifications/")
    page.get_by_role("button", name="Tell me on this device").click()
    expect(page.get_by_text("(this one)")).to_be_visible()
    device = PushSubscription.objects.get()
    assert device.person == live_world.member
    # Another session of the same person in this browser: it comes back by itself.
    device.delete()
    page.evaluate(
        "key => localStorage.setItem(key, JSON.stringify({ key: 'x', told: 0 }))",
        f"rsn.push.{live_world.member.pk}",
    )
    page.goto("/people/")
    assert eventually(lambda: page.wait_for_timeout(100) or PushSubscription.objects.exists())
    page.goto("/settings/notifications/")
    page.get_by_role("button", name="No longer on this device").click()
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_visible()
    assert not PushSubscription.objects.exists()


def test_the_worker_may_be_read_by_anybody_and_is_asked_for_anew(db):
    answer = Client().get("/service-worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]
    assert "connect-src 'self'" in answer["Content-Security-Policy"]


def kept(page: Page) -> list[str]:
    return page.evaluate(
        """async () => {
          const cache = await caches.open("rsn-offline");
          return (await cache.keys()).map((it) => new URL(it.url).pathname);
        }"""
    )
