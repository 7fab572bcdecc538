"""When what is written goes out: the composer's choice outside working hours, a draft's time."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, pgettext

from apps.hours.lookup import schedule_of
from apps.hours.zones import city_of
from apps.posts.forms import DraftForm
from apps.posts.models import Draft
from apps.posts.outside_hours import outside_hours

# What a browser's field holds; it complains of anything else.
_TYPED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Later:
    """Two ways to publish outside working hours; `value` is the later time, as it is sent."""

    now_note: str
    label: str
    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class DraftTime:
    """The field for a draft's time, on its author's own clock (`value`: YYYY-MM-DDTHH:MM)."""

    value: str
    earliest: str
    note: str
    error: str = ""


def later_of(user: Any, chosen: str = "") -> Later | None:
    """What the composer offers now; None in working hours. `chosen` is what was sent before."""
    outside = outside_hours(user)
    if outside is None:
        return None
    value = outside.morning.astimezone(outside.zone).isoformat()
    return Later(
        now_note=_("It can be read at once. Nobody is told before %(moment)s.")
        % {"moment": moment(outside.opening, outside.zone)},
        label=_("Publish %(moment)s") % {"moment": moment(outside.morning, outside.zone)},
        value=value,
        is_chosen=bool(chosen),
    )


def draft_time(user: Any, draft: Draft, form: DraftForm | None = None) -> DraftTime:
    zone = schedule_of(user).zone
    city = city_of(zone.key, get_language() or "en")
    value, error = _on_clock(draft.publish_at, zone), ""
    if form is not None:
        typed = form["publish_at"].value() or ""
        value = typed if _TYPED.fullmatch(typed) else ""
        error = " ".join(map(str, form.errors.get("publish_at", [])))
    return DraftTime(
        value=value,
        earliest=_on_clock(timezone.now(), zone),
        note=_("On the clock of %(city)s. Without a time it stays among your drafts.")
        % {"city": city},
        error=error,
    )


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`"lundi 23 novembre à 09:00"`, on the clock of this zone."""
    return date_format(at.astimezone(zone), pgettext("date format, a day to come", "l j F, H:i"))


def _on_clock(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%dT%H:%M}" if at else ""
