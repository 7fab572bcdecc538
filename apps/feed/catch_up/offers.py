"""A quiet line on home, after some days away: would you like to catch up?

Whether somebody was away is known from two things that serve that person alone: their session
remembers the day it last showed home, their seen markers when they last looked into a space.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from apps.feed.models import SeenMarker
from apps.profiles.requests import SignedInRequest

AWAY = timedelta(days=4)
"""From the fourth day on; a long weekend needs no catching up."""

CAME, AWAY_SINCE = "home.came_on", "home.away_since"


@dataclass(frozen=True, slots=True)
class Offer:
    """`since` is the last day this person was here, as far as their own session knows."""

    since: date


def offer_for(request: SignedInRequest) -> Offer | None:
    """The offer to show on home, until it is taken or put away. A query only on a day's first visit
    of somebody who was away."""
    today = timezone.localdate()
    session = request.session
    came = _day(session.get(CAME))
    if came != today:
        session[CAME] = today.isoformat()
        last = _last_here(request, came, today)
        if last and today - last >= AWAY:
            session[AWAY_SINCE] = last.isoformat()
    since = _day(session.get(AWAY_SINCE))
    return Offer(since) if since else None


def put_away(request: SignedInRequest) -> None:
    """The offer was taken, or is not wanted."""
    request.session.pop(AWAY_SINCE, None)


def _last_here(request: SignedInRequest, came: date | None, today: date) -> date | None:
    """The last day before this one; None where nobody can say, as with a newcomer."""
    if came and today - came < AWAY:
        return came
    markers = SeenMarker.objects.visible_to(request.user).order_by("-seen_at")
    looked = markers.values_list("seen_at", flat=True).first()
    known = [day for day in (came, looked and timezone.localdate(looked)) if day]
    return max(known, default=None)


def _day(stored: object) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) and stored else None
