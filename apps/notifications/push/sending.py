"""Handing one push to the service of a browser (RFC 8030, sealed after RFC 8291)."""

import json
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from py_vapid import Vapid02
from pywebpush import WebPusher, WebPushException

from apps.mailing.sending import TemporaryFailure, Undeliverable
from apps.notifications.models import PushSubscription
from apps.notifications.push.endpoints import is_allowed
from apps.notifications.push.outgoing import open_session

ENOUGH = timedelta(hours=12)
PATIENCE = (3, 6)  # seconds to connect, and to be answered
SIGNED_FOR = timedelta(hours=12)


class Gone(Exception):
    """The browser let go of this subscription: no push will ever reach it."""


def send_push(
    subscription: PushSubscription,
    payload: dict[str, Any],
    *,
    keep_for: timedelta = ENOUGH,
    session: requests.Session | None = None,
) -> None:
    """Seal `payload` for this browser and hand it to its service, which keeps it for `keep_for`.

    Raises `Gone`, `TemporaryFailure`, or `Undeliverable` where another attempt would be refused
    too.
    """
    if not is_allowed(subscription.endpoint):
        raise Undeliverable("no address of a push service that may be spoken to")
    if session is None:
        with open_session() as own:
            _post(own, subscription, payload, keep_for)
    else:
        _post(session, subscription, payload, keep_for)


def _post(
    session: requests.Session,
    subscription: PushSubscription,
    payload: dict[str, Any],
    keep_for: timedelta,
) -> None:
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(keep_for.total_seconds()))),
        "Urgency": "normal",
        **_signature(subscription.endpoint),
    }
    body = _sealed(subscription, json.dumps(payload).encode())
    try:
        # The answer's body is not read: it may be anything, of any length.
        with session.post(
            subscription.endpoint,
            data=body,
            headers=headers,
            timeout=PATIENCE,
            stream=True,
            allow_redirects=False,
        ) as answer:
            _judge(answer.status_code)
    except requests.RequestException as trouble:
        raise TemporaryFailure(type(trouble).__name__) from trouble


def _judge(status: int) -> None:
    if status in (404, 410):
        raise Gone
    if status == 429 or status >= 500:
        raise TemporaryFailure(f"the push service answers {status}")
    if status >= 300:
        raise Undeliverable(f"the push service answers {status}")


def _sealed(subscription: PushSubscription, content: bytes) -> bytes:
    try:
        sealed: bytes = WebPusher(subscription.info).encode(content)["body"]
    except (WebPushException, ValueError, IndexError) as problem:
        raise Undeliverable("the keys of the subscription are broken") from problem
    return sealed


def _signature(endpoint: str) -> dict[str, str]:
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time() + SIGNED_FOR.total_seconds()),
        "sub": settings.RSN_VAPID_CONTACT,
    }
    signed: dict[str, str] = Vapid02.from_raw(settings.RSN_VAPID_PRIVATE_KEY.encode()).sign(claims)
    return signed
