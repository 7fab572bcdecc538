"""The address an answer goes to: it says who may answer what, signed, in a local part.

`reply+<token>@domain`, at most 64 characters before the @. In base 32, since some programs write
local parts in small letters. The token proves that we mailed this person about this post; that the
answer comes from them is asked of the mail itself.
"""

import hmac
from base64 import b32decode, b32encode
from binascii import Error
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.conf import settings
from django.utils import timezone

VALIDITY = timedelta(days=30)
_FIRST_DAY = 737425  # 1 January 2020
_SEAL_BYTES = 10
_MOST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What an address stands for; `is_expired` where it was good until not long ago."""

    person_id: int
    post_id: int
    parent_id: int | None
    is_expired: bool = False


def reply_address(*, person_id: int, post_id: int, parent_id: int | None = None) -> str:
    """Where this person answers; empty where nobody answers by mail."""
    local, at, domain = settings.RSN_REPLY_ADDRESS.rpartition("@")
    if not at:
        return ""
    until = (timezone.now() + VALIDITY).date().toordinal() - _FIRST_DAY
    said = b"".join(map(_packed, (person_id, post_id, parent_id or 0, until)))
    token = b32encode(said + _seal(said, settings.SECRET_KEY)).decode().rstrip("=").lower()
    whole = f"{local}+{token}"
    return f"{whole}@{domain}" if len(whole) <= _MOST_CHARACTERS else ""


def token_in(address: str) -> str:
    """The token of an address of ours, whatever its letters' case; empty for any other."""
    ours, _at, domain = settings.RSN_REPLY_ADDRESS.lower().rpartition("@")
    local, _at, its_domain = address.strip().strip("<>").lower().rpartition("@")
    base, plus, token = local.rpartition("+")
    return token if plus and base == ours and its_domain == domain else ""


def read_token(token: str) -> ReplyTo | None:
    """What we signed; None for what we did not."""
    try:
        raw = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (Error, ValueError):
        return None
    said, seal = raw[:-_SEAL_BYTES], raw[-_SEAL_BYTES:]
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(seal, _seal(said, str(secret))) for secret in secrets):
        return None
    numbers = _unpacked(said)
    if len(numbers) != 4:
        return None
    person_id, post_id, parent_id, until = numbers
    today = timezone.now().date().toordinal() - _FIRST_DAY
    return ReplyTo(person_id, post_id, parent_id or None, is_expired=today > until)


def _seal(said: bytes, secret: str) -> bytes:
    key = blake2b(secret.encode(), digest_size=32, person=b"rsn.reply").digest()
    return blake2b(said, digest_size=_SEAL_BYTES, key=key).digest()


def _packed(number: int) -> bytes:
    """Seven bits a byte, the last one without its high bit: small numbers are short."""
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))


def _unpacked(raw: bytes) -> list[int]:
    numbers, value = [], 0
    for byte in raw:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    return numbers
