"""What surrounds every page: the rail, the bar of the phone, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from apps.core.among import Among
from apps.core.prepared import Prepared
from apps.feed.models import SeenMarker
from apps.posts.models import Post
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.spaces.audience import ICONS
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


def shell_for(user: Any, path: str, spaces: list[Space] | None = None) -> Shell:
    """The shell of one page; one query, or none with `spaces` given or nobody signed in."""
    if not (user.is_authenticated and user.is_active):
        return _shell()
    nav = _nav(path)
    mine = rail_spaces(user) if spaces is None else spaces
    return _shell(
        person=person_line(user),
        theme=user.theme,
        nav=nav,
        bar=_bar(nav),
        my_spaces=tuple(_rail_space(space, path) for space in mine),
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
        more_spaces_url=f"{reverse('spaces')}?show=mine",
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
        NavItem(key, label, reverse(name), icon, path == reverse(name))
        for key, label, name, icon in targets
    )


def _bar(nav: tuple[NavItem, ...]) -> tuple[NavItem, ...]:
    """Five targets; one's own page is in the account menu above."""
    home, notifications, spaces, people = nav
    write = NavItem("write", _("Write"), reverse("write"), "pen", current=False)
    return (home, spaces, write, people, notifications)


def _links(user: Any) -> tuple[Link, ...]:
    links = [
        Link(_("Drafts"), reverse("drafts"), "edit"),
        Link(_("Settings"), reverse("settings"), "settings"),
    ]
    if user.is_staff:
        links.append(Link(_("Administration"), reverse("admin:index"), "shield"))
    return tuple(links)


def rail_spaces(user: Any) -> list[Space]:
    """The whole company and the spaces one belongs to, those with the newest posts first.

    Annotated with `others_at`, the newest post by somebody else, and `seen_at`. One query.
    """
    return RAIL.rows(user)


def _rail(user: Any) -> QuerySet[Space]:
    posts = Post.objects.within(OuterRef("pk"))
    by_others = posts.exclude(author=user)
    seen = SeenMarker.objects.filter(user=user, space=OuterRef("pk"))
    belonging = Membership.objects.filter(user=user).values_list("space_id")
    everyone = Space.objects.whole_company().values_list("pk")
    return (
        Space.objects.visible_to(user)
        .filter(Among(belonging.union(everyone)))
        .exclude(built_in=Space.BuiltIn.PERSON)
        .current()
        .defer("description", "charter_note", "searchable")
        .annotate(
            newest_at=Subquery(posts.newest_first().values("published_at")[:1]),
            # Postgres computes these after the limit, for the twelve that are shown.
            others_at=Subquery(by_others.newest_first().values("published_at")[:1]),
            seen_at=Subquery(seen.values("seen_at")[:1]),
        )
        .order_by(F("newest_at").desc(nulls_last=True), "sort_name")[:RAIL_SPACES]
    )


RAIL: Prepared[Space] = Prepared(_rail, lambda pk: User(pk=pk))


def _rail_space(space: Any, path: str) -> RailSpace:
    url = space.get_absolute_url()
    return RailSpace(
        id=space.pk,
        name=space.title,
        url=url,
        kind=space.kind,
        icon=ICONS[space.kind],
        has_news=_has_news(space),
        current=path.startswith(url),
    )


def _has_news(space: Any) -> bool:
    if not space.others_at:
        return False
    return space.seen_at is None or space.others_at > space.seen_at
