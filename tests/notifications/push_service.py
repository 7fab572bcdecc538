"""A push service and a browser behind it: receives over real HTTP, opens with the real keys."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from py_vapid import Vapid02

from apps.notifications.push.keys import CURVE, encode, make_keys, public_of
from apps.profiles.models import User

DEVICES = "/settings/notifications/devices/"


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """`answers` maps a path to the status it is answered with; 201 otherwise."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def at(self, path: str) -> list[Received]:
        return [it for it in self.received if it.path == path]


class Browser:
    """What a browser keeps to itself: the private key and the secret of one subscription."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._private = ec.generate_private_key(CURVE)
        self._secret = b"sixteen bytes ok"

    @property
    def form(self) -> dict[str, str]:
        """What its script sends."""
        return {
            "endpoint": self.endpoint,
            "p256dh": public_of(self._private),
            "auth": encode(self._secret),
        }

    def read(self, push: Received) -> dict[str, Any]:
        """Open what was sent to it."""
        opened = http_ece.decrypt(
            push.body, private_key=self._private, auth_secret=self._secret, version="aes128gcm"
        )
        return json.loads(opened)

    def subscribe(self, client: Client) -> None:
        assert client.post(DEVICES, self.form).status_code == 303


@pytest.fixture
def push_keys(settings):
    keys = make_keys()
    settings.RSN_VAPID_PUBLIC_KEY, settings.RSN_VAPID_PRIVATE_KEY = keys.public, keys.private
    settings.RSN_VAPID_CONTACT = "mailto:admin@example.test"
    return keys


@pytest.fixture
def push_service(push_keys, settings) -> Iterator[PushService]:
    settings.RSN_PUSH_MAY_BE_LOCAL = True
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            service.received.append(Received(self.path, headers, body))
            self.send_response(service.answers.get(self.path, 201))
            self.send_header("Location", f"{service.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser_of(push_service, signed_in):
    """`browser_of(user)`: a browser in which this person is signed in and allowed pushes."""
    made = []

    def make(user: User, path: str = "") -> Browser:
        made.append(user)
        browser = Browser(f"{push_service.url}{path or f'/{user.username}/{len(made)}'}")
        browser.client = signed_in(user)
        browser.subscribe(browser.client)
        return browser

    return make


def is_signed_by(push: Received, public_key: str) -> bool:
    """Whether the VAPID signature is right, and of this key."""
    signed = push.headers["authorization"]
    return signed.endswith(f"k={public_key}") and Vapid02.verify(signed)
