"""Ending digests with one click from a mail, without signing in (RFC 8058)."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from apps.profiles.models import User

SALT = "digests.unsubscribe"


def unsubscribe_url(person: Any) -> str:
    """Valid as long as the secret is: a mail may be read after years."""
    token = signing.Signer(salt=SALT, sep=".").sign_object(person.pk)
    return f"{settings.BASE_URL}{reverse('digest_unsubscribe', args=[token])}"


def person_of(token: str) -> User | None:
    """Whom the token names; None for one that is not ours."""
    try:
        person_id = signing.Signer(salt=SALT, sep=".").unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.active().filter(pk=person_id).first()
