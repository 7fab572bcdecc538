"""What a digest shows, in a mail and in the preview, and what one may choose."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _, ngettext, pgettext

from apps.digests.actions import choice_of
from apps.digests.contents import Chosen
from apps.digests.models import Rhythm
from apps.digests.planning import next_of, wish_of
from apps.feed.catch_up.places import Since
from apps.feed.catch_up.presenters import CatchUpSpace, spaces_of
from apps.hours.lookup import schedule_of


@dataclass(frozen=True, slots=True)
class DigestContent:
    """Sentences, already decided. `spaces` are read through `visible_to` when they are loaded;
    `unnamed` says that something is new where no word leaves, and `more` how much is not shown."""

    subject: str
    intro: str
    spaces: list[CatchUpSpace]
    more: str
    unnamed: str
    catch_up_url: str

    @property
    def is_empty(self) -> bool:
        return not (self.spaces or self.unnamed)


def digest_content(person: Any, rhythm: str, chosen: Chosen, *, was_away: bool) -> DigestContent:
    """In the present language. Two queries."""
    spaces = spaces_of(person, chosen.spaces)
    shown = sum(len(space.items) for space in spaces)
    since = Since.ABSENCE if was_away else (Since.WEEK if rhythm == Rhythm.WEEKLY else Since.VISIT)
    return DigestContent(
        subject=_subject(rhythm, shown) if shown else _("Something new in a space you belong to"),
        intro=_intro(rhythm, was_away=was_away),
        spaces=spaces,
        more=_more(chosen.more) if chosen.more > 0 else "",
        unnamed=_unnamed(chosen.unnamed) if chosen.unnamed else "",
        catch_up_url=f"{reverse('catch_up')}?since={since}",
    )


def _subject(rhythm: str, shown: int) -> str:
    if rhythm == Rhythm.WEEKLY:
        text = ngettext(
            "Your week: %(count)s thing to read", "Your week: %(count)s things to read", shown
        )
    else:
        text = ngettext(
            "Your day: %(count)s thing to read", "Your day: %(count)s things to read", shown
        )
    return text % {"count": formats.number_format(shown, force_grouping=True)}


def _intro(rhythm: str, *, was_away: bool) -> str:
    if was_away:
        return _(
            "You were away. Here is what matters most; everything you missed is on one page, "
            "and it has an end."
        )
    if rhythm == Rhythm.WEEKLY:
        return _("What you have not seen this week: first what concerns you, with the reason.")
    return _("What you have not seen since yesterday: first what concerns you, with the reason.")


def _more(count: int) -> str:
    return ngettext("and %(count)s more", "and %(count)s more", count) % {
        "count": formats.number_format(count, force_grouping=True)
    }


def _unnamed(count: int) -> str:
    return ngettext(
        "There is something new in a space you belong to.",
        "There is something new in %(count)s spaces you belong to.",
        count,
    ) % {"count": formats.number_format(count, force_grouping=True)}


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """`next_line` says when the next one comes, or that none does."""

    rhythm: str
    next_line: str
    email: str


def settings_content(person: Any) -> DigestSettings:
    chosen = choice_of(person)
    zone = schedule_of(person).zone
    when = next_of(wish_of(chosen), person.pk, timezone.now())
    line = _("You receive no digest.")
    if when is not None:
        day = formats.date_format(
            when.astimezone(zone), pgettext("date format, exact", "l j F Y, H:i")
        )
        line = _("The next one comes on %(day)s, if there is something you have not seen.") % {
            "day": day
        }
    return DigestSettings(chosen.rhythm, line, person.email)
