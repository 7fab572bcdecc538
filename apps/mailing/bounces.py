"""The address a mail comes back to, signed, so that nobody can silence somebody with a forgery.

`bounces+<token>@domain`: the token proves that we mailed this address on this day. Whoever returns
the mail names the address; without the token that came with it, that is worth nothing.
"""

import hmac
from base64 import b32encode
from email.utils import parseaddr
from hashlib import blake2b

from django.conf import settings
from django.utils import timezone

VALID_DAYS = 30
_EPOCH_ORDINAL = 737425  # 1 January 2020


def bounce_address(recipient: str) -> str:
    """Where a mail to `recipient` comes back to when it cannot be delivered."""
    local, at, domain = settings.RSN_BOUNCE_ADDRESS.rpartition("@")
    if not at:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f"{local}+{_token(recipient, _today(), settings.SECRET_KEY)}@{domain}"


def is_ours(token: str, recipient: str) -> bool:
    """Whether `token` came with a mail to `recipient` in the last `VALID_DAYS`."""
    try:
        day = int(token[:4], 16)
    except ValueError:
        return False
    if not 0 <= _today() - day <= VALID_DAYS:
        return False
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(_same(token.lower(), _token(recipient, day, str(secret))) for secret in secrets)


def _token(recipient: str, day: int, secret: str) -> str:
    said = f"{day:04x}:{recipient.strip().lower()}"
    key = blake2b(secret.encode(), digest_size=32, person=b"rsn.bounce").digest()
    digest = blake2b(said.encode(), digest_size=10, key=key).digest()
    return f"{day:04x}{b32encode(digest).decode().lower()}"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _today() -> int:
    return timezone.now().date().toordinal() - _EPOCH_ORDINAL
