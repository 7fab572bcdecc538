"""The small installation of docs/operations.md: one process for pages, sockets and files."""

import json
import os
import re
import shlex
from collections.abc import Iterator

import pytest
from websockets.sync.client import connect

from rsn.local import ports
from rsn.local.places import ROOT
from rsn.local.process import spawn, stop, wait_until
from tests.deploy.composition import Composition
from tests.deploy.conftest import CHIEF, PASSWORD
from tests.deploy.visitor import Visitor
from tests.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def documented() -> list[str]:
    """The command of the one process, as the documentation writes it."""
    page = (ROOT / "docs" / "operations.md").read_text()
    found = re.search(r"^uvicorn rsn\.asgi:application .*$", page, re.MULTILINE)
    assert found
    return shlex.split(found[0])


@pytest.fixture
def small(installation: Composition, chief: Visitor) -> Iterator[Visitor]:
    """Somebody at the door of a small installation on the same database, relay and worker."""
    port, http, https = (str(ports.free_port()) for _ in range(3))
    environment = installation.environment("web") | {"BASE_URL": f"https://localhost:{https}"}
    command = [port if word == "8000" else word for word in documented()]
    logs = installation.directory / "log"
    one = spawn(command, log=logs / "small.log", env=environment, cwd=installation.image)
    proxy = spawn(
        shlex.split("caddy run --config deploy/small.Caddyfile --adapter caddyfile"),
        cwd=ROOT,
        log=logs / "small-proxy.log",
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(installation.directory),
            "XDG_DATA_HOME": str(installation.authority.parents[4]),
            "DOMAIN": "localhost",
            "PORT": port,
            "CADDY_HTTP_PORT": http,
            "CADDY_HTTPS_PORT": https,
        },
    )
    visitor = Visitor(f"https://localhost:{https}", installation.authority)
    try:
        assert wait_until(lambda: ports.is_taken(int(https)), 90)
        eventually(lambda: visitor.get("/readyz").status == 200, 120, step=0.3)
        yield visitor
    finally:
        stop(proxy)
        stop(one)


def test_pages_files_and_sockets_come_from_one_process(small: Visitor) -> None:
    signed_in = small.submit("/accounts/login/", login=CHIEF, password=PASSWORD)
    assert signed_in.status in (302, 303), signed_in.text
    home = small.get("/")
    style = re.search(r'href="(/static/css/[^"]+\.css)"', home.text)
    assert style
    file = small.get(style[1], Accept_Encoding="br")
    assert file.status == 200
    assert "immutable" in file.headers["Cache-Control"]
    assert file.all("Content-Encoding") == ["br"]
    with connect(
        small.url.replace("https", "wss") + "/ws/live/",
        ssl=small.tls,
        additional_headers={"Cookie": small.cookies},
        origin=small.url,  # type: ignore[arg-type]
    ) as tab:
        assert json.loads(tab.recv(10))["type"] == "hello"
        posted = small.submit("/", "/spaces/everyone/posts/", body="<p>Petit mais complet</p>")
        assert posted.status == 303
        assert json.loads(tab.recv(10))["name"] == "post.created"
