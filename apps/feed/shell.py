"""What surrounds every page: the rail, the bar of the phone, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from apps.core.prepared import Prepared
from apps.feed.models import SeenMarker
from apps.posts.models import Post
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.spaces.models import Membership, Space

RAIL_SPACES = 12


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
class RailSpace:
    id: int
    name: str
    url: str
    kind: str
    icon: str
    has_news: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """`person` is None before signing in; then nothing of the inside is in here."""

    organisation: Organisation
    person: PersonLine | None
    nav: list[NavItem]
    bar: list[NavItem]
    my_spaces: list[RailSpace]
    more_spaces_url: str
    languages: list[Language]
    theme: str
    is_administrator: bool = False


def shell_for(user: Any, path: str, spaces: list[Space] | None = None) -> Shell:
    """The shell of one page; one query, or none with `spaces` given or nobody signed in."""
    if not (user.is_authenticated and user.is_active):
        return _shell(None, "auto", [], [], [])
    nav = _nav(path)
    return _shell(
        person_line(user),
        user.theme,
        nav,
        _bar(nav, user, path),
        [_rail_space(s, path) for s in (rail_spaces(user) if spaces is None else spaces)],
        is_administrator=user.is_staff,
    )


def _shell(
    person: PersonLine | None,
    theme: str,
    nav: list[NavItem],
    bar: list[NavItem],
    my_spaces: list[RailSpace],
    *,
    is_administrator: bool = False,
) -> Shell:
    name = settings.RSN_ORGANISATION_NAME
    return Shell(
        organisation=Organisation(name=name, mark=name[:1].upper()),
        person=person,
        nav=nav,
        bar=bar,
        my_spaces=my_spaces,
        more_spaces_url=reverse("spaces"),
        languages=[
            Language(code, label, code == get_language())
            for code, label in (("fr", "Français"), ("en", "English"))
        ],
        theme=theme,
        is_administrator=is_administrator,
    )


def _nav(path: str) -> list[NavItem]:
    targets = [
        ("home", _("Feed"), "home", "home"),
        ("spaces", _("Spaces"), "spaces", "door"),
        ("people", _("Colleagues"), "people", "people"),
    ]
    return [
        NavItem(key, label, reverse(name), icon, path == reverse(name))
        for key, label, name, icon in targets
    ]


def _bar(nav: list[NavItem], user: Any, path: str) -> list[NavItem]:
    home, spaces, people = nav
    write = NavItem("write", _("Write"), reverse("write"), "pen", current=False)
    my_page = user.get_absolute_url()
    me = NavItem("me", _("My page"), my_page, "person", current=path == my_page)
    return [home, spaces, write, people, me]


def rail_spaces(user: Any) -> list[Space]:
    """The whole company and the spaces one belongs to, those with the newest posts first.

    Annotated with `newest_at`, the newest post by somebody else, and `seen_at`. One query.
    """
    return RAIL.rows(user)


def _rail(user: Any) -> QuerySet[Space]:
    newest = Post.objects.within(OuterRef("pk")).exclude(author=user)
    seen = SeenMarker.objects.filter(user=user, space=OuterRef("pk"))
    belonging = Q(pk__in=Membership.objects.filter(user=user).values("space"))
    return (
        Space.objects.visible_to(user)
        .filter(belonging | Q(built_in=Space.BuiltIn.EVERYONE))
        .exclude(built_in=Space.BuiltIn.PERSON)
        .current()
        .defer("description", "charter_note", "searchable")
        .annotate(
            newest_at=Subquery(newest.newest_first().values("published_at")[:1]),
            seen_at=Subquery(seen.values("seen_at")[:1]),
        )
        .order_by(F("newest_at").desc(nulls_last=True), "sort_name")[:RAIL_SPACES]
    )


RAIL: Prepared[Space] = Prepared(_rail, lambda pk: User(pk=pk))


def _rail_space(space: Any, path: str) -> RailSpace:
    icons = {Space.Kind.OPEN: "globe", Space.Kind.ON_REQUEST: "people"}
    unseen = space.newest_at and (not space.seen_at or space.newest_at > space.seen_at)
    url = space.get_absolute_url()
    return RailSpace(
        id=space.pk,
        name=space.title,
        url=url,
        kind=space.kind,
        icon=icons.get(space.kind, "lock"),
        has_news=bool(unseen),
        current=path.startswith(url),
    )
