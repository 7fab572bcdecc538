"""A session that ends in the middle of a sentence must not cost the sentence.

Creating forms carry `author`, a signed id of the person who opened them. What arrives without a
session waits, under that id, in the anonymous session; after signing in it is offered again to
that person alone, and is destroyed when anybody else signs in. It stays until the form is sent,
the person drops it, or a day has passed: reloading the page loses nothing.

Nobody can fill a table with this: only who holds an `author` of ours, hence was signed in within
the last two weeks, is kept anything for, and a session keeps a few forms of bounded size.
"""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

SESSION_KEY = "kept"
SALT = "rsn.kept"
AUTHOR_AGE = 14 * 86400
KEPT_AGE = 86400
MAX_FORMS = 5
# More than the longest post that can be published, with its markup.
MAX_CHARACTERS = 320_000
# A form that opens inside other pages: the address it is sent to, and the page of its own.
PAGES_OF_FORMS = {"space_posts": "space_posts", "comments": "post"}
NOT_WORDS = frozenset({"csrfmiddlewaretoken", "author", "key", "_method", "next"})


@dataclass(frozen=True)
class Kept:
    """A form's content as it was typed: where it was sent, the page it was on, its words."""

    path: str
    page: str
    author_id: int
    at: float
    fields: Mapping[str, str] = field(default_factory=dict)
    had_files: bool = False

    @property
    def shown_at(self) -> str:
        """The page that shows the words: where the form was opened in place, it is closed again."""
        try:
            sent_to = resolve(self.path)
        except Resolver404:
            return self.page
        page = PAGES_OF_FORMS.get(sent_to.view_name)
        return reverse(page, kwargs=sent_to.kwargs) if page else self.page

    @property
    def title(self) -> str:
        return self.fields.get("title", "")

    @property
    def body(self) -> str:
        return self.fields.get("body", "")

    @property
    def parent(self) -> str:
        return self.fields.get("parent", "")


def author_token(user: Any) -> str:
    """What a creating form carries so that its words can be given back to the right person."""
    return signing.dumps(user.pk, salt=SALT)


def keep_what_was_typed(request: HttpRequest) -> str:
    """Store the words of this refused request; returns the page to come back to."""
    page = page_of(request)
    author_id = author_of(request)
    fields = _words(request)
    if author_id is None or not fields:
        return page
    kept = Kept(
        path=request.path,
        page=page,
        author_id=author_id,
        at=time.time(),
        fields=fields,
        had_files=bool(request.FILES),
    )
    others = [other for other in _stored(request) if other.path != kept.path]
    _store(request, [*others, kept][-MAX_FORMS:])
    request.has_kept_words = True  # type: ignore[attr-defined]
    return page


def take_kept(request: HttpRequest, path: str) -> Kept | None:
    """What this person had typed into the form that is sent to `path`."""
    return next((kept for kept in _own(request) if kept.path == path), None)


def latest_kept(request: HttpRequest) -> Kept | None:
    """The last thing this person was writing when their session ended."""
    return next(reversed(_own(request)), None)


def drop_kept(request: HttpRequest, path: str) -> None:
    """Forget what was typed for `path`: it was sent, or is no longer wanted."""
    stored = _stored(request)
    if remaining := [kept for kept in stored if kept.path != path]:
        if len(remaining) < len(stored):
            _store(request, remaining)
    elif stored:
        del request.session[SESSION_KEY]


def drop_what_is_not_theirs(request: HttpRequest) -> None:
    """Somebody signed in: whatever another person had typed in this browser is destroyed."""
    own = _own(request)
    if own:
        _store(request, own)
    else:
        request.session.pop(SESSION_KEY, None)


def page_of(request: HttpRequest) -> str:
    """The page this request was made from, on this server, as a path; the home page if unknown."""
    for header in ("HX-Current-URL", "Referer"):
        address = request.headers.get(header, "")
        if is_our_page(request, address):
            parts = urlsplit(address)
            # A browser reads an address that begins with two slashes as another server.
            path = escape_leading_slashes(parts.path)
            return path + (f"?{parts.query}" if parts.query else "")
    return "/"


def is_our_page(request: HttpRequest, address: str) -> bool:
    """Whether an address that a browser sent is one of this server."""
    return url_has_allowed_host_and_scheme(address, {request.get_host()})


def author_of(request: HttpRequest) -> int | None:
    try:
        author_id = signing.loads(request.POST.get("author", ""), salt=SALT, max_age=AUTHOR_AGE)
    except signing.BadSignature:
        return None
    return author_id if isinstance(author_id, int) else None


def _words(request: HttpRequest) -> dict[str, str]:
    words: dict[str, str] = {}
    room = MAX_CHARACTERS
    for name, value in request.POST.items():
        if name in NOT_WORDS or "password" in name or not value:
            continue
        # Several of one name: the ids of files.
        said = ",".join(map(str, request.POST.getlist(name))) if name == "files" else str(value)
        words[name[:60]] = said[:room]
        room -= len(words[name[:60]])
        if room <= 0 or len(words) == 20:
            break
    return words


def _own(request: HttpRequest) -> list[Kept]:
    return [kept for kept in _stored(request) if kept.author_id == request.user.pk]


def _stored(request: HttpRequest) -> list[Kept]:
    oldest = time.time() - KEPT_AGE
    rows = request.session.get(SESSION_KEY, [])
    return [kept for kept in (Kept(**row) for row in rows) if kept.at > oldest]


def _store(request: HttpRequest, forms: list[Kept]) -> None:
    request.session[SESSION_KEY] = [asdict(kept) for kept in forms]
