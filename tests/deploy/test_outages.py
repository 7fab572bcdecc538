"""A part that is down delays and loses nothing, as docs/operations.md says; readiness names it."""

import json
import signal

import pytest
from websockets.sync.client import ClientConnection, connect

from rsn.local.process import send
from tests.deploy.composition import Composition
from tests.deploy.visitor import Answer, Visitor
from tests.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

COMPANY = "/spaces/everyone/posts/"


def socket(visitor: Visitor, path: str = "/ws/live/") -> ClientConnection:
    return connect(
        visitor.url.replace("https", "wss") + path,
        ssl=visitor.tls,
        additional_headers={"Cookie": visitor.cookies},
        origin=visitor.url,  # type: ignore[arg-type]
    )


def write(visitor: Visitor, text: str) -> str:
    """Publish to the whole company; the key of the post."""
    posted = visitor.submit("/", COMPANY, body=f"<p>{text}</p>")
    assert posted.status == 303, posted.text
    return f"post.{posted.headers['Location'].strip('/').split('/')[-1]}"


def monitor(visitor: Visitor) -> Answer:
    """What /readyz answers to somebody without a session."""
    return Visitor(visitor.url, visitor.certificate).get("/readyz")


def parts_down(visitor: Visitor) -> set[str]:
    parts = json.loads(monitor(visitor).text)["parts"]
    return {name for name, part in parts.items() if not part["ok"]}


def all_is_well(visitor: Visitor) -> bool:
    return monitor(visitor).status == 200


def told(tab: ClientConnection, key: str) -> bool:
    """Whether the tab is told of this key, whatever else it is told before."""
    return any(key in json.loads(tab.recv(30)).get("keys", []) for _ in range(20))


def test_without_redis_people_write_and_are_told_afterwards(
    installation: Composition, chief: Visitor
) -> None:
    redis = installation.redis
    with socket(chief) as tab:
        redis.stop()
        try:
            key = write(chief, "Redis est arrêté")
            assert "redis" in parts_down(chief)
            assert chief.get("/").status == 200
        finally:
            redis.spawn()
        assert redis.wait_ready()
        assert told(tab, key)
    eventually(lambda: all_is_well(chief), 120, step=0.5)


def test_a_restarted_postgres_is_found_again(installation: Composition, chief: Visitor) -> None:
    postgres = installation.postgres
    postgres.stop()
    try:
        assert parts_down(chief) == {"database", "relay"}
        page = chief.get("/")
        assert page.status == 500
        assert "<h1>" in page.text, "no page of ours says it"
    finally:
        postgres.spawn()
    assert postgres.wait_ready()
    eventually(lambda: all_is_well(chief), 120, step=0.5)
    with socket(chief) as tab:
        assert told(tab, write(chief, "Postgres est revenu"))


def test_a_relay_that_is_killed_loses_nothing(installation: Composition, chief: Visitor) -> None:
    with socket(chief) as tab:
        send(installation.running["relay"], signal.SIGKILL)
        installation.stop("relay")
        key = write(chief, "Le relais est mort")
        assert parts_down(chief) == {"relay"}
        installation.start("relay")
        assert told(tab, key)


def test_a_tab_catches_up_after_the_live_server_restarted(
    installation: Composition, chief: Visitor
) -> None:
    with socket(chief) as tab:
        cursor = json.loads(tab.recv(10))["cursor"]
    installation.stop("live")
    key = write(chief, "Personne n'écoute")
    installation.start("live")
    with socket(chief, f"/ws/live/?since={cursor}") as tab:
        assert told(tab, key)


def test_a_worker_finds_its_work_when_it_comes_back(
    installation: Composition, chief: Visitor
) -> None:
    installation.stop("worker")
    write(chief, "Le travail attend")
    assert all_is_well(chief)
    installation.start("worker")


def test_a_request_waits_for_a_web_server_that_restarts(
    installation: Composition, chief: Visitor
) -> None:
    installation.stop("web")
    installation.start_without_waiting("web")
    assert chief.get("/accounts/login/").status in (200, 302)
