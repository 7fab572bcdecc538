"""How fast a change reaches browsers, and what a browser costs: `python -m bench.live`.

One uvicorn process and one relay as in production, on a database of their own. Clients are bare
sockets in processes of their own: what is measured is the server. Prints a table; JSON with --json.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

HOST = "127.0.0.1"
CLIENTS = 2  # processes
TABS = 10  # sockets a person
ROUNDS = 15
SPACES_EACH = 15
REQUEST = (
    "GET /ws/live/ HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\nCookie: sessionid={key}\r\n\r\n"
)


class Tab(asyncio.Protocol):
    """A socket that notes when it said hello, and when an event came."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self.hello: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.event: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self._request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        ping = data.find(b"\x89\x04")
        if ping >= 0:
            # A pong with the same payload, under the mask 0000.
            payload = data[ping + 2 : ping + 6]
            self.transport.write(b"\x8a\x84\0\0\0\0" + payload)  # type: ignore[attr-defined]
        if b'"hello"' in data and not self.hello.done():
            self.hello.set_result(None)
        if b'"event"' in data and not self.event.done():
            self.event.set_result(now)


async def _keep_tabs(pipe: Connection, port: int, keys: list[str]) -> None:
    """Open a socket a key, then for each word received answer when each of them got the event."""
    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(50)

    async def open_tab(key: str) -> Tab:
        request = REQUEST.format(host=HOST, port=port, key=key).encode()
        async with gate:
            _, tab = await loop.create_connection(lambda: Tab(request), HOST, port)
            await asyncio.wait_for(tab.hello, 120)
        return tab

    tabs = await asyncio.gather(*map(open_tab, keys))
    pipe.send(len(tabs))
    while await loop.run_in_executor(None, pipe.recv):
        pipe.send(await asyncio.wait_for(asyncio.gather(*(tab.event for tab in tabs)), 60))
        for tab in tabs:
            tab.event = loop.create_future()


def _client(pipe: Connection, port: int, keys: list[str]) -> None:
    asyncio.run(_keep_tabs(pipe, port, keys))


@contextmanager
def _database(url: str) -> Iterator[str]:
    """An empty database beside the one that is named."""
    name = f"rsn_bench_live_{os.getpid()}"
    admin = psycopg2.connect(url)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
            admin.close()


def _people(count: int) -> list[str]:
    """Session keys of new people who belong to some spaces."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from apps.profiles.actions import register_person
    from apps.profiles.models import User
    from apps.spaces import grants
    from apps.spaces.actions import create_space
    from apps.spaces.models import Membership

    owner = register_person(email="owner@bench.test", display_name="Owner")
    spaces = [create_space(owner=owner, name=f"Space {n}") for n in range(SPACES_EACH * 4)]
    people = User.objects.bulk_create(
        User(email=f"p{n}@bench.test", username=f"p{n}", display_name=f"P {n}", password="!")
        for n in range(count)
    )
    memberships = Membership.objects.bulk_create(
        Membership(user=person, space=spaces[(n + k * 4) % len(spaces)])
        for n, person in enumerate(people)
        for k in range(SPACES_EACH)
    )
    grants.project(memberships)
    keys = []
    for person in people:
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        keys.append(session.session_key)
    return keys


def _memory(pid: int) -> int:
    """Resident bytes of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise ProcessLookupError(pid)


def _cpu(pid: int) -> float:
    """Milliseconds of processor a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _round(pipes: list[Connection]) -> list[float]:
    """Post once to the whole company; milliseconds from the commit to each socket's frame."""
    from apps.posts.actions import create_post
    from apps.profiles.models import User
    from apps.spaces.models import Space

    author = User.objects.get(email="owner@bench.test")
    everyone = Space.objects.get(built_in=Space.BuiltIn.EVERYONE)
    for pipe in pipes:
        pipe.send(True)
    time.sleep(0.1)
    create_post(author=author, space=everyone, body="Bonjour à toutes et à tous")
    committed = time.monotonic()
    return sorted(1000 * (at - committed) for pipe in pipes for at in pipe.recv())


def measure(sockets: int) -> dict[str, float]:
    """Run everything once; the database and Redis are those of the environment."""
    with _database(os.environ["DATABASE_URL"]) as url, tempfile.TemporaryDirectory() as logs:
        os.environ["DATABASE_URL"] = url
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from tests.processes import Network

        call_command("migrate", verbosity=0)
        network = Network(Path(logs), dict(os.environ))
        people = max(1, sockets // TABS)
        keys = _people(people)
        try:
            network.start("web", "relay")
            return _measure_on(network, [keys[n % people] for n in range(sockets)])
        finally:
            network.stop_all()
            connection.close()


def _measure_on(network, keys: list[str]) -> dict[str, float]:  # type: ignore[no-untyped-def]
    with _tabs(network.port, keys[:2]) as (pipes, _):
        idle = [max(_round(pipes)) for _ in range(ROUNDS * 2)]
    before = _memory(network.pid("web"))
    with _tabs(network.port, keys) as (pipes, seconds):
        after = _memory(network.pid("web"))
        used = _cpu(network.pid("web"))
        rounds = [_round(pipes) for _ in range(ROUNDS)]
        used = (_cpu(network.pid("web")) - used) / ROUNDS
    everyone = [times[-1] for times in rounds]
    return {
        "sockets": len(keys),
        "all connected (s)": round(seconds, 1),
        "memory a socket (KB)": round((after - before) / len(keys) / 1024, 1),
        "commit to frame, idle, median (ms)": round(statistics.median(idle[5:]), 1),
        "commit to frame, idle, worst (ms)": round(max(idle[5:]), 1),
        "first reached, median (ms)": round(statistics.median(t[0] for t in rounds), 1),
        "half reached, median (ms)": round(statistics.median(t[len(t) // 2] for t in rounds), 1),
        "all reached, median (ms)": round(statistics.median(everyone), 1),
        "all reached, worst (ms)": round(max(everyone), 1),
        "processor time of the server to tell all (ms)": round(used, 1),
    }


@contextmanager
def _tabs(port: int, keys: list[str]) -> Iterator[tuple[list[Connection], float]]:
    """Client processes that hold a socket a key; and how long connecting took."""
    context = multiprocessing.get_context("spawn")
    shares = [share for n in range(CLIENTS) if (share := keys[n::CLIENTS])]
    clients, pipes = [], []
    began = time.monotonic()
    for share in shares:
        ours, theirs = context.Pipe()
        client = context.Process(target=_client, args=(theirs, port, share), daemon=True)
        client.start()
        clients.append(client)
        pipes.append(ours)
    for pipe in pipes:
        pipe.recv()
    seconds = time.monotonic() - began
    try:
        yield pipes, seconds
    finally:
        for client in clients:
            client.kill()
            client.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=5000)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < arguments.sockets + 200:
        sys.exit(f"This system allows {most} open files a process: --sockets {most - 200} at most.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    figures = measure(arguments.sockets)
    for name, value in figures.items():
        print(f"{name:<48} {value:>10}")
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        arguments.json.write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
