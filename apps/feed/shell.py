"""What surrounds every page: the rail, the bar of the phone, and who is signed in."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext as _

from apps.core.addresses import address
from apps.feed.rail import RailSpace, rail_of
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User


@dataclass(frozen=True, slots=True)
class Organisation:
    name: str
    mark: str
    logo_url: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    key: str
    label: str
    url: str
    icon: str
    current: bool
    has_news: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Before signing in `person` is None, and nothing of the inside is in here."""

    organisation: Organisation
    person: PersonLine | None
    nav: tuple[NavItem, ...]
    bar: tuple[NavItem, ...]
    my_spaces: tuple[RailSpace, ...]
    more_spaces_url: str
    languages: tuple[Language, ...]
    theme: str
    links: tuple[Link, ...] = ()
    is_inside: bool = False


def shell_for(user: Any, path: str, rail: tuple[RailSpace, ...] | None = None) -> Shell:
    """The shell of one page; one query, or none with `rail` given or nobody signed in."""
    language, name = get_language() or "", settings.RSN_ORGANISATION_NAME
    if not (user.is_authenticated and user.is_active):
        return _outside(language, name)
    return replace(
        _inside(
            language,
            name,
            _current(path),
            is_staff=user.is_staff,
            approves=user.email in settings.RSN_BREAK_GLASS_APPROVERS,
        ),
        person=person_line(user),
        theme=str(user.theme),
        my_spaces=rail_of(user, path) if rail is None else rail,
    )


def frame_of(user: Any) -> Shell:
    """What the frame of a page knows of somebody signed in: that, and the colours they chose."""
    return _frame(get_language() or "", settings.RSN_ORGANISATION_NAME, str(user.theme))


@lru_cache
def _frame(language: str, name: str, theme: str) -> Shell:
    return replace(_outside(language, name), theme=theme, is_inside=True)


@lru_cache
def _outside(language: str, name: str) -> Shell:
    return Shell(
        organisation=Organisation(name=name, mark=name[:1].upper()),
        person=None,
        nav=(),
        bar=(),
        my_spaces=(),
        more_spaces_url=f"{address('spaces')}?show=mine",
        languages=tuple(
            Language(code, label, code == language)
            for code, label in (("fr", "Français"), ("en", "English"))
        ),
        theme=str(User.Theme.AUTO),
    )


@lru_cache
def _inside(language: str, name: str, current: str, *, is_staff: bool, approves: bool) -> Shell:
    """What is the same for everybody who is signed in; `language` is the active one."""
    nav = _nav(current)
    links = _links(is_staff=is_staff, approves=approves)
    return replace(_outside(language, name), nav=nav, bar=_bar(nav), links=links, is_inside=True)


def _nav(current: str) -> tuple[NavItem, ...]:
    labels = {
        "home": (_("Feed"), "home"),
        "notifications": (_("Notifications"), "bell"),
        "spaces": (_("Spaces"), "door"),
        "people": (_("Colleagues"), "people"),
    }
    return tuple(
        NavItem(key, label, address(key), icon, key == current)
        for key, (label, icon) in labels.items()
    )


def _current(path: str) -> str:
    """The key of the main page at this address; empty elsewhere."""
    keys = ("home", "notifications", "spaces", "people")
    return next((key for key in keys if address(key) == path), "")


def _bar(nav: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """Five targets; one's own page is in the account menu above."""
    home, notifications, spaces, people = nav
    write = NavItem("write", _("Write"), address("write"), "pen", current=False)
    return (home, spaces, write, people, notifications)


def _links(*, is_staff: bool, approves: bool) -> tuple[Link, ...]:
    links = [
        Link(_("What you missed"), address("catch_up"), "clock"),
        Link(_("Drafts"), address("drafts"), "edit"),
        Link(_("Given to me"), address("given"), "mail"),
        Link(_("Settings"), address("settings"), "settings"),
    ]
    if is_staff:
        links.append(Link(_("Administration"), address("administration"), "desk"))
    if is_staff or approves:
        links.append(Link(_("Exceptional access"), address("glass"), "shield"))
    return tuple(links)
