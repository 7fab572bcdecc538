"""A person at the public address: cookies, forms with their token, nothing followed by itself."""

import re
import ssl
from http.client import HTTPSConnection
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
)

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Answer:
    """Status, headers (every one of them) and body."""

    def __init__(self, response: object) -> None:
        self.status: int = response.status  # type: ignore[attr-defined]
        self.headers = response.headers  # type: ignore[attr-defined]
        self.body: bytes = response.read()  # type: ignore[attr-defined]

    @property
    def text(self) -> str:
        return self.body.decode()

    def all(self, name: str) -> list[str]:
        return self.headers.get_all(name) or []


class Visitor:
    """One browser without JavaScript at `url`, trusting the authority in `certificate`."""

    def __init__(self, url: str, certificate: Path) -> None:
        self.url = url
        self.certificate = certificate
        self.tls = ssl.create_default_context(cafile=str(certificate))
        self.jar = CookieJar()
        self._opener = build_opener(
            _Stay(), HTTPCookieProcessor(self.jar), HTTPSHandler(context=self.tls)
        )

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask(Request(self._full(path), headers=_names(headers)))  # noqa: S310

    def submit(self, page: str, to: str = "", /, **fields: str) -> Answer:
        """Open a page that has a form, fill it in and send it to `to`, or to the page itself."""
        shown = self.get(page)
        token = _TOKEN.search(shown.text)
        assert token, f"{page} answered {shown.status} without a form: {shown.text[:2000]}"
        body = urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self.send(to or page, body)

    def send(self, path: str, body: bytes) -> Answer:
        headers = {"Referer": self._full(path), "Origin": self.url}
        return self._ask(Request(self._full(path), data=body, headers=headers))  # noqa: S310

    def upload(self, page: str, to: str, name: str, content: bytes, **fields: str) -> Answer:
        """Open a page that has a form, for its token; send one file as `upload` to `to`."""
        token = _TOKEN.search(self.get(page).text)
        assert token, page
        border = "a-border-that-is-in-no-file"
        parts = [
            f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {"csrfmiddlewaretoken": token[1], **fields}.items()
        ]
        head = f'--{border}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"'
        body = "".join([*parts, head, "\r\n\r\n"]).encode() + content
        headers = {
            "Referer": self._full(to),
            "Origin": self.url,
            "Content-Type": f"multipart/form-data; boundary={border}",
        }
        whole = body + f"\r\n--{border}--\r\n".encode()
        return self._ask(Request(self._full(to), data=whole, headers=headers))  # noqa: S310

    def announce(self, path: str, *, size: int) -> int:
        """The status for a body of `size` bytes of which none has been sent yet."""
        address = urlsplit(self.url)
        connection = HTTPSConnection(address.hostname or "", address.port, context=self.tls)
        try:
            connection.putrequest("POST", path)
            connection.putheader("Content-Length", str(size))
            connection.endheaders()
            return connection.getresponse().status
        finally:
            connection.close()

    @property
    def cookies(self) -> str:
        """As a Cookie header, for what is no page."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def _full(self, path: str) -> str:
        return path if path.startswith("http") else self.url + path

    def _ask(self, request: Request) -> Answer:
        try:
            with self._opener.open(request, timeout=90) as response:
                return Answer(response)
        except HTTPError as refused:
            return Answer(refused)


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
