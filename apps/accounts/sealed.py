"""Second-step secrets as the database keeps them: unreadable without the server's own secret.

`cryptography` comes with allauth's `mfa` extra, which verifies passkeys with it.
"""

from base64 import urlsafe_b64encode
from hashlib import blake2b

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` when the server's secret is another one."""
    return _box().decrypt(sealed.encode()).decode()


def _box() -> MultiFernet:
    """The present secret seals; those it replaced (`SECRET_KEY_FALLBACKS`) still open."""
    secrets: list[str] = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    digest = blake2b(secret.encode(), digest_size=32, person=b"rsn.second-step")
    return urlsafe_b64encode(digest.digest())
