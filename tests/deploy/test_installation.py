"""What docker-compose.yml, the Dockerfile's build and the Caddyfile make together: it is used."""

import json
import re
import ssl
from urllib.request import urlopen

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.deploy.composition import PROCESSES, Composition
from tests.deploy.visitor import Visitor
from tests.files.samples import MP4
from tests.processes import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

SOCKET = "/ws/live/"
COMPANY = "/spaces/everyone/posts/"


def socket(visitor: Visitor, *, origin: str = ""):
    return connect(
        visitor.url.replace("https", "wss") + SOCKET,
        ssl=visitor.tls,
        additional_headers={"Cookie": visitor.cookies},
        origin=origin or visitor.url,  # type: ignore[arg-type]
    )


def lines(installation: Composition, service: str) -> list[str]:
    return installation.log(service).read_text().splitlines()


@pytest.fixture
def visitor(installation: Composition) -> Visitor:
    return Visitor(installation.url, installation.authority)


@pytest.mark.parametrize("service", PROCESSES)
def test_every_health_check_is_content(installation: Composition, service: str) -> None:
    found = installation.check(service)
    assert found.returncode == 0, found


def test_a_health_check_notices(installation: Composition) -> None:
    installation.stop("relay")
    try:
        found = installation.check("relay")
        assert found.returncode == 1
        assert "relay: no relay runs" in found.stderr
    finally:
        installation.start("relay")


def test_what_one_posts_another_tab_is_told(chief: Visitor) -> None:
    with socket(chief) as tab:
        assert json.loads(tab.recv(10))["type"] == "hello"
        posted = chief.submit("/", COMPANY, body="<p>Bonjour à toutes et à tous</p>")
        assert posted.status == 303, posted.text
        frame = json.loads(tab.recv(10))
        assert (frame["type"], frame["name"]) == ("event", "post.created")
    page = chief.get(posted.headers["Location"])
    assert page.status == 200
    assert "Bonjour à toutes et à tous" in page.text


def test_a_page_of_another_site_opens_no_socket(chief: Visitor) -> None:
    with pytest.raises(InvalidStatus) as refused:
        socket(chief, origin="https://elsewhere.example").close()
    assert refused.value.response.status_code == 403


def test_files_come_from_the_volume_and_stay_in_the_cache(visitor: Visitor) -> None:
    page = visitor.get("/accounts/login/").text
    style = re.search(r'href="(/static/css/[^"]+\.css)"', page)
    assert style, page
    answer = visitor.get(style[1], Accept_Encoding="br")
    assert answer.status == 200
    assert answer.all("Cache-Control") == ["public, max-age=31536000, immutable"]
    assert answer.all("Content-Encoding") == ["br"]
    assert answer.all("X-Content-Type-Options") == ["nosniff"]
    assert not answer.all("X-Request-Id"), "the file came from the web servers"
    assert visitor.get("/static/no-such-file.css").status == 404


def test_a_name_without_a_hash_is_asked_for_again(visitor: Visitor) -> None:
    answer = visitor.get("/static/css/rsn.css")
    assert answer.all("Cache-Control") == ["public, max-age=300"]


def test_the_headers_of_a_page_are_said_once(visitor: Visitor) -> None:
    page = visitor.get("/accounts/login/", Accept_Encoding="gzip")
    assert page.all("Content-Encoding") == ["gzip"]
    assert page.all("Server") == []
    for name in (
        "Strict-Transport-Security",
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "X-Request-Id",
    ):
        assert len(page.all(name)) == 1, name


def test_cookies_travel_by_https_only(chief: Visitor) -> None:
    assert {cookie.name for cookie in chief.jar} >= {"sessionid", "csrftoken"}
    assert all(cookie.secure for cookie in chief.jar)


def test_http_leads_to_https(installation: Composition, visitor: Visitor) -> None:
    answer = visitor.get(f"http://localhost:{installation.ports['http']}/spaces/")
    assert answer.status == 308
    assert answer.headers["Location"].startswith("https://localhost")


def test_only_the_proxy_says_who_asks(installation: Composition, visitor: Visitor) -> None:
    forged = visitor.get("/accounts/login/", X_Forwarded_Proto="http", X_Forwarded_For="6.6.6.6")
    assert forged.status == 200, "a forged X-Forwarded-Proto was believed"


def test_a_body_beyond_the_limit_is_refused(visitor: Visitor) -> None:
    # With its token, so that Django reads it all: a refusal at once would close the connection
    # while the rest is being sent.
    page = visitor.submit("/accounts/login/", padding="x" * 2**20)
    assert page.status == 200, "let through, to Django"
    assert visitor.announce("/accounts/login/", size=40_000_000) == 413
    assert visitor.announce("/accounts/login/", size=10**9) == 413


def test_an_attached_file_comes_from_the_volume_and_only_after_the_rule(
    installation: Composition, chief: Visitor, visitor: Visitor
) -> None:
    sent = chief.upload("/spaces/everyone/posts/", "/files/", "film.mp4", MP4)
    assert sent.status == 303, sent.text
    url = sent.headers["Location"]
    uuid = url.strip("/").rpartition("/")[2]
    whole = eventually(lambda: answer if (answer := chief.get(url)).status == 200 else None)
    assert whole.body == MP4
    # The proxy answered: the web server sent no byte, and said so to the proxy alone.
    assert whole.all("X-Accel-Redirect") == []
    assert whole.all("Last-Modified"), "not served from the volume"
    for name, said in {
        "Content-Type": "video/mp4",
        "Cache-Control": "private, max-age=60, must-revalidate",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Content-Length": str(len(MP4)),
    }.items():
        assert whole.all(name) == [said], name
    assert "film.mp4" in whole.headers["Content-Disposition"]
    part = chief.get(url, Range="bytes=100-199")
    assert (part.status, part.body) == (206, MP4[100:200])
    assert part.all("Content-Range") == [f"bytes 100-199/{len(MP4)}"]
    assert chief.get(url, Range="bytes=99999999-").status == 416
    known = chief.get(url, If_None_Match=whole.headers["ETag"])
    assert (known.status, known.body) == (304, b"")
    # For a stranger there is nothing, at this address or at that of the bytes.
    assert visitor.get(url).status == 303
    inside = f"/files/{uuid[:2]}/{uuid}/sent"
    for path in (inside, f"/media{inside}", f"/files/{uuid}/sent", f"/files/..%2f..{inside}"):
        assert chief.get(path, X_Accel_Redirect=inside).status == 404, path


def test_alive_and_ready(visitor: Visitor) -> None:
    assert visitor.get("/healthz").text == "ok"
    ready = visitor.get("/readyz")
    assert ready.status == 200
    assert json.loads(ready.text)["ready"] is True
    assert not visitor.jar, "a monitor was given a session"


def test_a_monitor_inside_needs_no_https(installation: Composition) -> None:
    for path in ("/healthz", "/readyz"):
        with urlopen(f"http://localhost:{installation.ports['web']}{path}", timeout=5) as answer:
            assert answer.status == 200


def test_logs_are_json_and_name_the_request(installation: Composition, visitor: Visitor) -> None:
    missing = visitor.get("/no-such-page/")
    identifier = missing.headers["X-Request-Id"]

    def said() -> list[dict[str, str]]:
        found = [json.loads(line) for line in lines(installation, "web")]
        return [line for line in found if line.get("request_id") == identifier]

    assert eventually(said)[0]["level"] == "warning"
    for service in ("web", "live", "relay", "proxy"):
        for line in lines(installation, service):
            assert isinstance(json.loads(line), dict), line


def test_nobody_records_who_read_what(installation: Composition, chief: Visitor) -> None:
    assert chief.get("/spaces/everyone/about/?lecture=discrete").status == 200
    for service in PROCESSES:
        said = installation.log(service).read_text()
        assert "/spaces/everyone/about/" not in said, service
        assert "lecture=discrete" not in said, service


def test_the_certificate_is_verified(visitor: Visitor) -> None:
    assert visitor.tls.verify_mode is ssl.CERT_REQUIRED
