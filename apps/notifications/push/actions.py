"""A browser is allowed to be woken, and no longer is."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput
from apps.notifications.models import PushSubscription
from apps.notifications.push.endpoints import is_allowed
from apps.notifications.push.keys import decode, is_point
from apps.profiles.models import User

DEVICES_AT_MOST = 10
AUTH_BYTES = 16


@transaction.atomic
def subscribe_device(
    *,
    person: User,
    endpoint: str,
    p256dh: str,
    auth: str,
    session_digest: str,
    label: str = "",
) -> PushSubscription:
    """Wake this browser for this person: a browser is one person's at a time, the last one's.

    Said twice, it is said once. Beyond ten devices the oldest is let go.
    """
    if not is_allowed(endpoint):
        raise InvalidInput("endpoint", _("The push service of this browser is not one we may use."))
    if not is_point(p256dh) or len(decode(auth)) != AUTH_BYTES:
        raise InvalidInput("p256dh", _("This browser gave keys that cannot be used."))
    # One at a time for a person, or two of them could pass the limit together.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    values = {
        "person": person,
        "p256dh": p256dh,
        "auth": auth,
        "label": label[:120],
        "language": person.language,
        "session_digest": session_digest,
        "removed_at": None,
    }
    subscription, _is_new = PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults=values
    )
    kept = PushSubscription.objects.filter(person=person).order_by("-created_at", "-pk")
    for old in kept.exclude(pk=subscription.pk)[DEVICES_AT_MOST - 1 :]:
        old.delete()
    return subscription


def is_removed(*, person: User, endpoint: str) -> bool:
    """Whether the person took this browser off their list, from another one."""
    theirs = PushSubscription.objects.filter(person=person, endpoint=endpoint)
    return theirs.exclude(removed_at=None).exists()


def unsubscribe_device(*, person: User, endpoint: str) -> None:
    """This browser lets go; nothing where it is not this person's, or not known."""
    PushSubscription.objects.filter(person=person, endpoint=endpoint).delete()


def remove_device(*, person: User, subscription: PushSubscription) -> None:
    """Take a browser off the list from another one: it is not woken from now on."""
    theirs = PushSubscription.objects.filter(person=person, pk=subscription.pk)
    theirs.update(removed_at=timezone.now())


def forget_session_devices(*, person_id: int, session_digest: str = "") -> None:
    """A session is over, or all of a person's: who sits there next is not woken for them."""
    theirs = PushSubscription.objects.filter(person=person_id)
    if session_digest:
        theirs = theirs.filter(session_digest=session_digest)
    theirs.delete()


def forget_device(subscription: PushSubscription) -> None:
    """Its push service says that it exists no more."""
    PushSubscription.objects.filter(pk=subscription.pk).delete()
