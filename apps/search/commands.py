"""What one can do from the jump box: places to go to, by name. A command is one `declare`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.normalise import normalise


def everybody(person: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """`address` names a URL without arguments; `words` are other words it is found by."""

    slug: str
    label: str | Promise
    address: str
    words: str | Promise = ""
    icon: str = ""
    is_for: Callable[[Any], bool] = everybody

    @property
    def url(self) -> str:
        return reverse(self.address)


COMMANDS: dict[str, Command] = {}


def declare(command: Command) -> Command:
    """Make a command known; they come in the order of their declaration."""
    if command.slug in COMMANDS:
        raise TypeError(f"two commands are called {command.slug}")
    COMMANDS[command.slug] = command
    return command


def commands_for(person: Any, text: str) -> Iterator[Command]:
    """Those whose words begin like all of `text`; all of them when it is empty."""
    wanted = normalise(text).split()
    for command in COMMANDS.values():
        words = normalise(f"{command.label} {command.words}").split()
        is_meant = all(any(word.startswith(start) for word in words) for start in wanted)
        if is_meant and command.is_for(person) and _exists(command):
            yield command


def _exists(command: Command) -> bool:
    try:
        return bool(command.url)
    except NoReverseMatch:
        return False


for _command in (
    Command("write", _("Write a post"), "write", _("new publish say ask"), "pen"),
    Command("home", _("Home"), "home", _("feed news"), "home"),
    Command("catch-up", _("Catch up"), "catch_up", _("absence back holidays"), "check"),
    Command("notifications", _("Notifications"), "notifications", _("bell mentions"), "bell"),
    Command("people", _("People"), "people", _("directory colleagues"), "people"),
    Command("spaces", _("Spaces"), "spaces", _("communities list"), "door"),
    Command("space-new", _("Create a space"), "space_new", _("new community"), "plus"),
    Command("drafts", _("My drafts"), "drafts", _("unfinished later"), "pen"),
    Command("hours", _("My working hours"), "settings-hours", _("quiet pause absence"), "clock"),
    Command(
        "notification-settings",
        _("What I am told of"),
        "settings-notifications",
        _("settings notifications mail push"),
        "bell",
    ),
    Command(
        "preferences", _("Language and theme"), "settings-preferences", _("dark light"), "settings"
    ),
    Command("settings", _("My settings"), "settings", _("account profile picture"), "settings"),
):
    declare(_command)
