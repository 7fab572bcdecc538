"""A file as an answer: whole, in parts, or by the proxy; as harmless as a browser can be told.

Who may have it was settled at the door, at every request: what a browser keeps, it asks about.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags, quote_etag

from apps.files import storage
from apps.files.models import Rendition, StoredFile
from apps.files.types import TEXT, Type, type_of

PIECE = 256 * 1024
# How much goes out before it is asked again whether this person may have it.
TRUSTED = 4 * 1024 * 1024
MAX_AGE = 60
# Whatever is in it, it runs no script, loads nothing, and is of no origin.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)

StillAllowed = Callable[[], bool]


class GoneMeanwhile(ConnectionAbortedError):
    """Whoever was being sent a file may have it no more: the connection ends in the middle."""


class Served:
    """Which bytes: the file's own, or those of a rendition."""

    def __init__(self, file: StoredFile, rendition: Rendition | None) -> None:
        self.file = file
        kind = type_of(file.mime)
        if rendition:
            self.stored_as, self.size, self.mime = (
                rendition.stored_as,
                rendition.size,
                rendition.mime,
            )
            self.etag = f"{file.sha256[:32]}-{rendition.width}.{rendition.format}"
        else:
            self.stored_as, self.size, self.mime = file.stored_as, file.size, _said(kind)
            self.etag = file.sha256[:32]
        self.is_attachment = not kind.plays


def answer(
    request: HttpRequest, file: StoredFile, *, width: str = "", still: StillAllowed
) -> HttpResponseBase:
    """The bytes of a file that is ready, and that this request may have; `still`: whether it may
    now, asked while a long answer is under way. `width`: at least so many pixels, of a picture.
    """
    served = Served(file, _rendition(request, file, width))
    response = _not_modified(request, served) or _content(request, served, still)
    response["Content-Type"] = served.mime
    response["ETag"] = quote_etag(served.etag)
    response["Cache-Control"] = f"private, max-age={MAX_AGE}, must-revalidate"
    response["Content-Disposition"] = content_disposition_header(
        served.is_attachment, file.name
    ) or ("inline")
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Accept", "Cookie"] if width else ["Cookie"])
    return response


def _said(kind: Type) -> str:
    """What plays says what it is; so does a document that is nothing to a browser; text is text."""
    if kind is TEXT:
        return "text/plain; charset=utf-8"
    is_active = kind.mime.startswith("text/") or kind.mime.endswith("xml")
    return "application/octet-stream" if is_active else kind.mime


def _rendition(request: HttpRequest, file: StoredFile, width: str) -> Rendition | None:
    """The narrowest that is wide enough, in the best format that the browser says it takes."""
    if not (width.isdecimal() and len(width) < 6):
        return None
    takes_avif = "image/avif" in request.headers.get("Accept", "")
    made = [r for r in file.renditions.all() if r.format == Rendition.Format.WEBP or takes_avif]
    made.sort(key=lambda r: (r.width, r.format))
    chosen = next((r for r in made if r.width >= int(width)), None)
    if chosen is None and made:
        chosen = next(r for r in made if r.width == made[-1].width)
    if chosen:
        chosen.file = file
    return chosen


def _not_modified(request: HttpRequest, served: Served) -> HttpResponse | None:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    matches = {tag.removeprefix("W/") for tag in known}
    if quote_etag(served.etag) in matches or "*" in matches:
        return HttpResponse(status=304)
    return None


def _content(request: HttpRequest, served: Served, still: StillAllowed) -> HttpResponseBase:
    if settings.RSN_FILE_ACCEL and storage.is_on_disk():
        # The proxy sees to ranges. Of the name only what we made ourselves goes to it.
        return HttpResponse(headers={"X-Accel-Redirect": f"/{served.stored_as}"})
    first, last, status = _part(request, served)
    if status == 416:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{served.size}"})
    length = last - first + 1
    headers = {"Content-Length": str(length)}
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{served.size}"
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    pieces = _pieces(storage.opened(served.stored_as), first, length, still)
    return StreamingHttpResponse(pieces, status=status, headers=headers)


def _part(request: HttpRequest, served: Served) -> tuple[int, int, int]:
    """First byte, last byte, status (RFC 9110 §14). Several ranges at once get the whole."""
    whole = (0, served.size - 1, 200)
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    condition = request.headers.get("If-Range", "").strip()
    if not asked or (condition and condition != quote_etag(served.etag)):
        return whole
    begin, end = asked.groups()
    if not begin and not end:
        return whole
    if not begin:
        first, last = max(served.size - int(end), 0), served.size - 1
    else:
        first, last = int(begin), min(int(end or served.size), served.size - 1)
        if end and int(end) < first:
            return whole
    if first >= served.size or first > last:
        return 0, 0, 416
    return first, last, 206


def _pieces(stream: Any, first: int, length: int, still: StillAllowed) -> Iterator[bytes]:
    with stream:
        stream.seek(first)
        unasked = 0
        while length > 0 and (piece := stream.read(min(PIECE, length))):
            if unasked >= TRUSTED:
                unasked = 0
                if not still():
                    raise GoneMeanwhile
            length -= len(piece)
            unasked += len(piece)
            yield piece
