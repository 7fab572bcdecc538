"""Connections to push services, and to nothing else."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

from apps.notifications.push.endpoints import public_addresses


class _Outward:
    """Connects to an address that was checked, not to a name: names may change in between."""

    def _new_conn(self: Any) -> socket.socket:
        try:
            address = public_addresses(self.host, self.port)[0]
            return create_connection(
                (address, self.port), self.timeout, socket_options=self.socket_options
            )
        except OSError as problem:
            raise NewConnectionError(self, str(problem)) from problem


class _OutwardHTTP(_Outward, HTTPConnection):
    pass


class _OutwardHTTPS(_Outward, HTTPSConnection):
    pass


class _OutwardHTTPPool(HTTPConnectionPool):
    ConnectionCls = _OutwardHTTP


class _OutwardHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _OutwardHTTPS


class _OutwardAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _OutwardHTTPPool,
            "https": _OutwardHTTPSPool,
        }


@contextmanager
def open_session() -> Iterator[requests.Session]:
    """A session for several pushes; it keeps connections, and neither cookies nor passwords."""
    with requests.Session() as session:
        session.mount("https://", _OutwardAdapter())
        session.mount("http://", _OutwardAdapter())
        session.auth = lambda request: request
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        yield session
