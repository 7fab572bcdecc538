"""Ending mails from the mail itself: the address carries who and what, signed, for ever."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from apps.events.actions import record
from apps.notifications.actions import set_preference
from apps.notifications.events import MailsEnded
from apps.notifications.kinds import Kind, all_kinds, kind_of
from apps.notifications.models import Channel
from apps.profiles.models import User

_SALT = "rsn.unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Whom a link is of, and the kinds its mail was about that still exist."""

    person: User
    kinds: tuple[Kind, ...]


def unsubscribe_url(person: User, kinds: list[str]) -> str:
    """A link that ends mails about these kinds for this person: one POST, without a session."""
    token = signing.Signer(salt=_SALT, sep=".").sign_object([person.pk, kinds], compress=True)
    return settings.BASE_URL + reverse("unsubscribe", args=[token])


def unsubscribing(token: str) -> Unsubscribing | None:
    """What the link says, if it is one of ours and of somebody who is here."""
    try:
        person_id, slugs = signing.Signer(salt=_SALT, sep=".").unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.active().filter(pk=person_id).first()
    if person is None:
        return None
    return Unsubscribing(person, tuple(kind for slug in slugs if (kind := kind_of(slug))))


@transaction.atomic
def want_mails(asked: Unsubscribing, *, is_wanted: bool, of_everything: bool = False) -> None:
    """End mails about these kinds, or about everything; or have those of these kinds again."""
    if of_everything:
        record(MailsEnded(actor_id=asked.person.pk, person_id=asked.person.pk))
    for kind in all_kinds() if of_everything else asked.kinds:
        set_preference(
            person=asked.person, kind=kind.slug, channel=Channel.MAIL, is_wanted=is_wanted
        )
