"""A session that ends in the middle of a sentence must not cost the sentence.

Creating forms carry `author`, a signed id of the person who opened them. What arrives without a
session waits, under that id, in the anonymous session; after signing in it is offered again to
that person alone, and dropped for anybody else.
"""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY = "kept"
SALT = "rsn.kept"
MAX_KEPT = 100_000


@dataclass(frozen=True)
class Kept:
    """A form's content as it was typed: where it was sent, and its words."""

    path: str
    author_id: int
    title: str
    body: str
    parent: str = ""


def author_token(user: Any) -> str:
    """What a creating form carries so that its words can be given back to the right person."""
    return signing.dumps(user.pk, salt=SALT)


def keep_what_was_typed(request: HttpRequest) -> str:
    """Store the words of this unauthenticated request; returns the page to come back to."""
    try:
        author_id = signing.loads(request.POST.get("author", ""), salt=SALT, max_age=14 * 86400)
    except signing.BadSignature:
        return _page_of(request)
    kept = Kept(
        path=request.path,
        author_id=author_id,
        title=request.POST.get("title", "")[:200],
        body=request.POST.get("body", "")[:MAX_KEPT],
        parent=request.POST.get("parent", "")[:20],
    )
    request.session[SESSION_KEY] = asdict(kept)
    return _page_of(request)


def take_kept(request: HttpRequest, path: str) -> Kept | None:
    """What this person had typed into the form of `path`; given once."""
    stored = request.session.get(SESSION_KEY)
    if not stored or stored["path"] != path:
        return None
    del request.session[SESSION_KEY]
    return Kept(**stored) if stored["author_id"] == request.user.pk else None


def _page_of(request: HttpRequest) -> str:
    referrer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return urlsplit(referrer).path
    return "/"
