"""The screens about mail: ending it from a mail, an address that refuses it, what it may say."""

from typing import Any

from apps.mailing.actions import suppress_address
from apps.notifications.mails.unsubscribing import unsubscribe_url
from tests.conftest import World
from tests.e2e.screens import Screen

SCREENS = [
    Screen("mails ended?", "/unsubscribe/{unsubscribe}/", None),
    Screen("mails ended", "/unsubscribe/{unsubscribe}/", None, sent={"what": "kinds"}),
    Screen("all mails ended", "/unsubscribe/{unsubscribe}/", None, sent={"what": "all"}),
    Screen("mails again", "/unsubscribe/{unsubscribe}/", None, sent={"what": "again"}),
    Screen("what mails may say", "/spaces/{confidential}/edit/", "owner"),
    Screen("who sees what, mails included", "/spaces/{confidential}/about/"),
    Screen("an address that refuses mail", "/settings/notifications/", "animator"),
    Screen("an address that refuses mail, changed", "/accounts/email/", "animator"),
]


def furnish(world: World, names: dict[str, Any]) -> None:
    link = unsubscribe_url(world.member, ["answered", "mentioned"])
    names["unsubscribe"] = link.rstrip("/").rpartition("/")[2]
    suppress_address(address=world.animator.email, reason="bounce", detail="550 5.1.1 unknown")
