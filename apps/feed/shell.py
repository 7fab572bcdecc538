"""What surrounds every page: the rail, the bar of the phone, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext as _

from apps.core.addresses import address
from apps.feed.rail import RailSpace, places_of
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
    """`person` is None before signing in; then nothing of the inside is in here."""

    organisation: Organisation
    person: PersonLine | None
    nav: tuple[NavItem, ...]
    bar: tuple[NavItem, ...]
    my_spaces: tuple[RailSpace, ...]
    more_spaces_url: str
    languages: tuple[Language, ...]
    theme: str
    links: tuple[Link, ...] = ()


def shell_for(user: Any, path: str, rail: tuple[RailSpace, ...] | None = None) -> Shell:
    """The shell of one page; one query, or none with `rail` given or nobody signed in."""
    if not (user.is_authenticated and user.is_active):
        return _shell()
    nav = _nav(path)
    return _shell(
        person=person_line(user),
        theme=user.theme,
        nav=nav,
        bar=_bar(nav),
        my_spaces=places_of(user, path).rail if rail is None else rail,
        links=_links(user),
    )


def _shell(
    *,
    person: PersonLine | None = None,
    theme: str = User.Theme.AUTO,
    nav: tuple[NavItem, ...] = (),
    bar: tuple[NavItem, ...] = (),
    my_spaces: tuple[RailSpace, ...] = (),
    links: tuple[Link, ...] = (),
) -> Shell:
    name = settings.RSN_ORGANISATION_NAME
    return Shell(
        organisation=Organisation(name=name, mark=name[:1].upper()),
        person=person,
        nav=nav,
        bar=bar,
        my_spaces=my_spaces,
        more_spaces_url=f"{address('spaces')}?show=mine",
        languages=tuple(
            Language(code, label, code == get_language())
            for code, label in (("fr", "Français"), ("en", "English"))
        ),
        theme=str(theme),
        links=links,
    )


def _nav(path: str) -> tuple[NavItem, ...]:
    targets = [
        ("home", _("Feed"), "home", "home"),
        ("notifications", _("Notifications"), "notifications", "bell"),
        ("spaces", _("Spaces"), "spaces", "door"),
        ("people", _("Colleagues"), "people", "people"),
    ]
    return tuple(
        NavItem(key, label, address(name), icon, path == address(name))
        for key, label, name, icon in targets
    )


def _bar(nav: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """Five targets; one's own page is in the account menu above."""
    home, notifications, spaces, people = nav
    write = NavItem("write", _("Write"), address("write"), "pen", current=False)
    return (home, spaces, write, people, notifications)


def _links(user: Any) -> tuple[Link, ...]:
    links = [
        Link(_("What you missed"), address("catch_up"), "clock"),
        Link(_("Drafts"), address("drafts"), "edit"),
        Link(_("Settings"), address("settings"), "settings"),
    ]
    if user.is_staff:
        links.append(Link(_("Administration"), address("admin:index"), "shield"))
    return tuple(links)
