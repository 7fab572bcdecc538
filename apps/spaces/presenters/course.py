"""The end of a space, and the offer to answer for one that has no owner."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.spaces.above import conversations_in
from apps.spaces.models import Offer, Space
from apps.spaces.presenters.header import SpaceHeader, space_header


@dataclass(frozen=True, slots=True)
class DeletionPage:
    """`due_at` is set while the deletion waits; else `would_be_due_at` says when it would be."""

    space: SpaceHeader
    effects: list[str]
    due_at: datetime | None
    would_be_due_at: datetime


@dataclass(frozen=True, slots=True)
class OfferShown:
    """A space that somebody is asked to answer for, until `until`."""

    id: int
    url: str
    until: datetime


def deletion_page(user: Any, space: Space) -> DeletionPage:
    """For an owner. One query besides those of the head."""
    days = settings.RSN_SPACE_DELETION_DAYS
    return DeletionPage(
        space=space_header(user, space),
        effects=_effects(conversations_in(space), days),
        due_at=space.deletion_due_at,
        would_be_due_at=timezone.now() + timedelta(days=days),
    )


def offer_to(user: Any, space: Space) -> OfferShown | None:
    """What waits for this person's answer here. One query."""
    offer = Offer.objects.visible_to(user).filter(space=space).waiting().first()
    if offer is None:
        return None
    return OfferShown(offer.pk, reverse("space_offer", args=[space.slug]), offer.expires_at)


def _effects(conversations: int, days: int) -> list[str]:
    return [
        _("From now on nobody writes here or joins. Everything stays readable by the same people."),
        _("The members are told, and every page of the space says when it will be deleted."),
        ngettext(
            "During %(count)s day any owner can cancel, and everything is as before.",
            "During %(count)s days any owner can cancel, and everything is as before.",
            days,
        )
        % {"count": number_format(days)},
        ngettext(
            "Then %(count)s conversation is deleted for good, with its files, its notifications "
            "and the access journal. Nobody can bring it back.",
            "Then %(count)s conversations are deleted for good, with their files, their "
            "notifications and the access journal. Nobody can bring them back.",
            conversations,
        )
        % {"count": number_format(conversations, force_grouping=True)},
    ]
