"""The screens about waking a device, and the page without a network."""

from typing import Any

from playwright.sync_api import Page

from apps.notifications.push.actions import subscribe_device
from tests.conftest import World
from tests.e2e.screens import Screen
from tests.notifications.push_service import Browser


def refuse_notifications(page: Page) -> None:
    page.evaluate(
        "() => document.querySelectorAll('[data-push-state]').forEach("
        "(it) => (it.hidden = it.dataset.pushState !== 'denied'))"
    )


SCREENS = [
    Screen("no network", "/offline/?lang=en", None),
    Screen("no network, in French", "/offline/?lang=fr"),
    Screen("devices", "/settings/notifications/", "animator"),
    Screen("devices, blocked", "/settings/notifications/", act=refuse_notifications),
    Screen(
        "devices, refused", "/settings/notifications/devices/", status=422, sent={"endpoint": "x"}
    ),
]


def furnish(world: World, names: dict[str, Any]) -> None:
    for number, label in enumerate(("Chrome, Android", "Firefox, Linux")):
        browser = Browser(f"https://fcm.googleapis.com/fcm/send/{number}")
        subscribe_device(person=world.animator, session_digest="x", label=label, **browser.form)
