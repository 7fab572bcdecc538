"""The pair of keys by which push services know this server (VAPID, RFC 8292)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha512

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of that curve
POINT_BYTES, SECRET_BYTES = 65, 32


@dataclass(frozen=True, slots=True)
class PushKeys:
    """`public` is what browsers are given, `private` signs; both in URL-safe base64."""

    public: str
    private: str


def make_keys() -> PushKeys:
    return _pair(ec.generate_private_key(CURVE))


def keys_of(secret: str) -> PushKeys:
    """The pair that belongs to a secret, always the same: for a demo, which keeps only that."""
    number = int.from_bytes(sha512(f"web push {secret}".encode()).digest(), "big")
    return _pair(ec.derive_private_key(1 + number % (ORDER - 1), CURVE))


def belong_together(keys: PushKeys) -> bool:
    """Whether the public key is that of the private one."""
    secret = decode(keys.private)
    if len(secret) != SECRET_BYTES:
        return False
    try:
        private = ec.derive_private_key(int.from_bytes(secret, "big"), CURVE)
    except ValueError:
        return False
    return public_of(private) == keys.public.rstrip("=")


def is_point(text: str) -> bool:
    """Whether this is a browser's public key: an uncompressed point that is on the curve."""
    point = decode(text)
    if len(point) != POINT_BYTES:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError:
        return False
    return True


def _pair(private: ec.EllipticCurvePrivateKey) -> PushKeys:
    number = private.private_numbers().private_value
    return PushKeys(public_of(private), encode(number.to_bytes(SECRET_BYTES, "big")))


def public_of(private: ec.EllipticCurvePrivateKey) -> str:
    public = private.public_key()
    return encode(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def encode(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of URL-safe base64 with or without padding; none for anything else."""
    try:
        return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (Error, ValueError):
        return b""
