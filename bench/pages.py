"""The pages under load: the server as in production, one database, every page in turn."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from rich.console import Console

from bench.load import HOST, Result, load
from rsn.local import places
from rsn.local.ports import free_port
from rsn.local.trouble import Trouble

CONNECTIONS = 16
WARM_SECONDS = 1.5
CSRF = "b" * 32
TRIVIAL = "trivial page"
TRIVIAL_PAGE: dict[str, Any] = {"name": TRIVIAL, "path": "/healthz", "status": 200}


@dataclass
class Measured:
    """Milliseconds; `rate` and `p95` with `CONNECTIONS`, `median` one request at a time.

    `slowest` are the statements that take longest, alone.
    """

    name: str
    rate: float
    p95: float
    median: float
    sql_ms: float
    queries: int
    queries_cold: int
    kilobytes: float
    errors: int
    generator_cpu: float
    slowest: list[tuple[float, str]]


def measure(environment: dict[str, str], *, seconds: float, console: Console) -> list[Measured]:
    """The trivial page first, then each page of `bench.inside`."""
    told = inside(environment)
    with server(environment) as port:
        rows = [_trivial(port, seconds, console)]
        rows += [_page(port, page, told["cookies"], seconds, console) for page in told["pages"]]
    inside(environment, "clean")
    return rows


def _trivial(port: int, seconds: float, console: Console) -> Measured:
    return _page(port, TRIVIAL_PAGE, [""], seconds, console)


def _page(
    port: int, page: dict[str, Any], cookies: list[str], seconds: float, console: Console
) -> Measured:
    console.print(f"  {page['name']}", highlight=False)
    people = cookies if page.get("as_everybody") else cookies[:1]
    requests = [request_of(port, page, cookie) for cookie in people]
    ask: dict[str, Any] = {"status": page["status"]}
    warm = WARM_SECONDS * (2 if len(requests) > 1 else 1)
    load(port, requests, connections=CONNECTIONS, seconds=warm, **ask)
    many = load(port, requests, connections=CONNECTIONS, seconds=seconds, **ask)
    one = load(port, requests, connections=1, seconds=seconds / 2, **ask)
    _check(page["name"], many)
    return Measured(
        name=page["name"],
        rate=many.rate,
        p95=many.quantile(0.95),
        median=one.median,
        sql_ms=page.get("sql_ms", 0.0),
        queries=page.get("queries", 0),
        queries_cold=page.get("queries_cold", 0),
        kilobytes=many.bytes_each / 1000,
        errors=many.others.total() + one.others.total(),
        generator_cpu=round(many.cpu, 2),
        slowest=page.get("slowest", []),
    )


def _check(name: str, result: Result) -> None:
    if not result.latencies:
        raise Trouble(f"{name} never answered as expected: {dict(result.others)}.")


def request_of(port: int, page: dict[str, Any], cookie: str) -> bytes:
    """What a browser that has been here before sends."""
    method, body, extra = "GET", b"", ""
    cookie += f"; csrftoken={CSRF}" if cookie else ""
    if page.get("form"):
        method = "POST"
        body = urlencode({**page["form"], "csrfmiddlewaretoken": CSRF}).encode()
        extra = (
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        )
    head = (
        f"{method} {page['path']} HTTP/1.1\r\nHost: {HOST}:{port}\r\nCookie: {cookie}\r\n"
        f"Accept: text/html\r\nAccept-Language: fr\r\n{extra}\r\n"
    )
    return head.encode() + body


def inside(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What `bench.inside` says of this database: its pages, and the cookies of who asks."""
    command = [sys.executable, "-m", "bench.inside", *arguments]
    done = subprocess.run(
        command, env=os.environ | environment, cwd=places.ROOT, stdout=subprocess.PIPE, check=False
    )
    if done.returncode:
        raise Trouble("The pages could not be examined; what is printed above says why.")
    return json.loads(done.stdout or b"{}")  # type: ignore[no-any-return]


@contextmanager
def server(environment: dict[str, str]) -> Iterator[int]:
    """granian as docker-compose.yml starts it: two workers, four threads each."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "rsn.wsgi:application",
        "--host", HOST, "--port", str(port), "--workers", "2", "--blocking-threads", "4",
        "--no-ws", "--log-level", "error",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, env=os.environ | environment, cwd=places.ROOT, stdout=log, stderr=log
        )
        try:
            _wait(process, port, log)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(server: subprocess.Popen[bytes], port: int, log: Any) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
            continue
        return
    log.seek(0)
    raise Trouble(f"The server did not start: {log.read()[-1000:].decode(errors='replace')}")
