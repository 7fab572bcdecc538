"""Who reads a space, in words. Cards, composer and headers say it through here and nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.profiles.models import User
from apps.spaces.models import Space

EVERYONE_COUNT_KEY = "audience.everyone"
EVERYONE_COUNT_SECONDS = 60

ICONS: dict[str, str] = {
    Space.Kind.OPEN: "globe",
    Space.Kind.ON_REQUEST: "people",
    Space.Kind.CONFIDENTIAL: "lock",
}


@dataclass(frozen=True, slots=True)
class Audience:
    """`label_short` fits a chip, `sentence` is said in full, `to_publish` names a button.

    `count` is the number of readers when it was asked for exactly, else what is known without a
    query: the members of a closed space, nothing for an open one.
    """

    kind: str
    icon: str
    label_short: str
    sentence: str
    to_publish: str
    count: int | None

    @property
    def is_closed(self) -> bool:
        return self.kind != Space.Kind.OPEN


def audience_of(space: Space) -> Audience:
    """For cards and lists: no query, from the member count that the space carries."""
    if space.kind == Space.Kind.OPEN:
        return _open(space, None)
    return _closed(space, members=space.members_count, readers=None)


def exact_audience_of(space: Space) -> Audience:
    """For headers and the composer: the count is that of `space.readers()`. One query at most."""
    if space.kind == Space.Kind.OPEN:
        return _open(space, everyone_count())
    readers = space.readers().count()
    members = space.members_count if space.has_unit_readers else readers
    return _closed(space, members=members, readers=readers)


def everyone_count() -> int:
    """How many people the organisation has here, as of the last minute."""
    count = cache.get(EVERYONE_COUNT_KEY)
    if count is None:
        count = User.objects.active().count()
        cache.set(EVERYONE_COUNT_KEY, count, EVERYONE_COUNT_SECONDS)
    return int(count)


def _open(space: Space, count: int | None) -> Audience:
    organisation = settings.RSN_ORGANISATION_NAME
    if count is None:
        sentence = _("Everyone at %(organisation)s") % {"organisation": organisation}
    else:
        sentence = ngettext(
            "Everyone at %(organisation)s (%(count)s person)",
            "Everyone at %(organisation)s (%(count)s people)",
            count,
        ) % {"organisation": organisation, "count": _grouped(count)}
    return Audience(
        kind=space.kind,
        icon=ICONS[space.kind],
        label_short=_page_label(space) if space.person_id else space.title,
        sentence=sentence,
        to_publish=_("Publish for everyone at %(organisation)s") % {"organisation": organisation},
        count=count,
    )


def _page_label(space: Space) -> str:
    return _("Page of %(name)s") % {"name": space.name}


def _closed(space: Space, *, members: int, readers: int | None) -> Audience:
    named = {"space": space.title, "count": _grouped(members)}
    return Audience(
        kind=space.kind,
        icon=ICONS[space.kind],
        label_short=_short(space, members) % named,
        sentence=_sentence(space, named, members, readers),
        to_publish=_to_publish(space, named, members, readers),
        count=members if readers is None else readers,
    )


def _short(space: Space, members: int) -> str:
    """Where units read too, the number of members would pass for that of readers."""
    if space.has_unit_readers and _is_opened_by_exception(space):
        return _("%(space)s · members, units and exceptional access")
    if space.has_unit_readers:
        return _("%(space)s · members and units")
    if _is_opened_by_exception(space):
        return ngettext(
            "%(space)s · %(count)s member, and exceptional access",
            "%(space)s · %(count)s members, and exceptional access",
            members,
        )
    if space.kind == Space.Kind.CONFIDENTIAL:
        return ngettext(
            "%(space)s · %(count)s member, nobody else",
            "%(space)s · %(count)s members, nobody else",
            members,
        )
    return ngettext("%(space)s · %(count)s member", "%(space)s · %(count)s members", members)


def closing_of(space: Space) -> str:
    """The sentence that ends the one about its readers: who else."""
    if _is_opened_by_exception(space):
        # Without the hour: cards are the same for readers in every time zone.
        return _("For a few hours also somebody by exceptional access: the space says who.")
    return _("Nobody else.")


def _is_opened_by_exception(space: Space) -> bool:
    return space.exceptional_until is not None and space.exceptional_until > timezone.now()


def _sentence(space: Space, named: dict[str, str], members: int, readers: int | None) -> str:
    if space.has_unit_readers:
        who = _units_too(space, readers)
    elif members:
        by_name = ngettext(
            "The %(count)s member of %(space)s.", "The %(count)s members of %(space)s.", members
        )
        who = by_name % named
    else:
        who = _("%(space)s has no member at the moment.") % named
    return f"{who} {closing_of(space)}"


def _units_too(space: Space, readers: int | None) -> str:
    if readers is None:
        return _("The members of %(space)s and the units it was opened to.") % {
            "space": space.title
        }
    return ngettext(
        "%(count)s person: the members of %(space)s and the units it was opened to.",
        "%(count)s people: the members of %(space)s and the units it was opened to.",
        readers,
    ) % {"space": space.title, "count": _grouped(readers)}


def _to_publish(space: Space, named: dict[str, str], members: int, readers: int | None) -> str:
    if space.has_unit_readers:
        if readers is None:
            return _("Publish for the readers of %(space)s") % named
        return ngettext(
            "Publish for the %(count)s reader of %(space)s",
            "Publish for the %(count)s readers of %(space)s",
            readers,
        ) % {"space": space.title, "count": _grouped(readers)}
    return (
        ngettext(
            "Publish for the %(count)s member of %(space)s",
            "Publish for the %(count)s members of %(space)s",
            members,
        )
        % named
    )


def _grouped(count: int) -> str:
    """As it stands in a sentence of the reader's language: `"12 000"`."""
    return number_format(count, force_grouping=True)
