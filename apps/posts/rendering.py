"""Cards and threads as HTML: one cached piece for all readers, completed for this one.

Cache keys carry every version that the piece depends on, so nothing is ever invalidated, and
nothing that depends on the reader is inside (apps/core/parts.py).
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.core.http import form_token
from apps.core.nearby import Nearby
from apps.core.parts import Overlay, Parts, fill, render_parts, settle
from apps.core.release import fingerprint
from apps.posts.models import Comment, Post
from apps.posts.presenters import CardRef, Reading, Viewer, card_contents, overlays, readings
from apps.posts.presenters.comments import comment_contents
from apps.posts.presenters.overlays import comments_overlay
from apps.posts.presenters.reply import Reply
from apps.posts.presenters.threads import thread_page

CACHE = Nearby(seconds=60 * 60 * 24)
# Some 7 KB each, in this process.
KEPT_SETTLED = 2048
SETTLED: dict[tuple[str, frozenset[str]], Parts] = {}


@dataclass(frozen=True, slots=True)
class ThreadPiece:
    """A page of comments for everyone, and who wrote which (`comment id: author id`)."""

    parts: Parts
    authors: dict[int, int]


def viewer_of(request: HttpRequest) -> Viewer:
    return Viewer(user=request.user, csrf_token=form_token(request))


def ref_of(post: Post) -> CardRef:
    """Needs `space` loaded."""
    return CardRef(post.pk, post.version, post.author_id, post.space_id, post.space.version)


def render_cards(
    viewer: Viewer, shown: list[Reading], *, is_full: bool = False
) -> list[SafeString]:
    """The cards of what this person reads, in order."""
    name = "full" if is_full else "card"
    parts = _card_parts([reading.ref for reading in shown], name=name, is_full=is_full)
    there = [reading for reading in shown if reading.ref.id in parts]
    return [
        fill(_settled(*parts[reading.ref.id], overlay.facts), overlay)
        for reading, overlay in zip(there, overlays(viewer, there), strict=True)
    ]


def render_posts(viewer: Viewer, posts: list[Post], *, is_full: bool = False) -> list[SafeString]:
    """The cards of posts that were loaded through `visible_to`, with their `space`."""
    spaces = list({post.space_id: post.space for post in posts}.values())
    shown = readings(viewer, [ref_of(post) for post in posts], spaces)
    return render_cards(viewer, shown, is_full=is_full)


def render_card(viewer: Viewer, post: Post, *, is_full: bool = False) -> SafeString:
    """One card; `is_full` is the post's own page: unfolded, without the latest comments."""
    return next(iter(render_posts(viewer, [post], is_full=is_full)), SafeString(""))


def render_thread(viewer: Viewer, post: Post, *, after: str = "") -> SafeString:
    """A page of the comments of a post, from `after` on (a cursor; `Http404` if not ours)."""
    piece = _thread("thread", post, after)
    return fill(piece.parts, comments_overlay(viewer, post.space, piece.authors))


def render_given(post: Post) -> SafeString:
    """The card for its guests, all the same: it says nothing of the space, and offers nothing."""
    (kept,) = _card_parts([ref_of(post)], name="given", is_full=True).values()
    return fill(kept[1], Overlay())


def render_given_thread(post: Post, *, after: str = "") -> SafeString:
    """A page of the comments for the guests of a post: to read, and not kept up to date."""
    return fill(_thread("given-thread", post, after).parts, Overlay())


def _thread(name: str, post: Post, after: str) -> ThreadPiece:
    key = f"{_key(name, ref_of(post))}:{after[:200]}"
    piece: ThreadPiece | None = CACHE.get_many([key]).get(key)
    if piece is None:
        page = thread_page(post, after=after)
        parts = _parts("posts/_thread.html", thread=page, is_given=name != "thread")
        piece = ThreadPiece(parts, page.authors)
        CACHE.set_many({key: piece})
    return piece


def render_comment(viewer: Viewer, comment: Comment) -> SafeString:
    """One comment without the answers to it. Needs its author and `post__space` loaded."""
    content = comment_contents([comment])[0]
    parts = _parts("posts/_comment.html", comment=content)
    return fill(
        parts, comments_overlay(viewer, comment.post.space, {comment.pk: comment.author_id})
    )


def render_reply(viewer: Viewer, reply: Reply) -> SafeString:
    """A form to answer in, or to change an answer."""
    whole = {"audience": reply.audience, "tray": reply.tray}
    parts = _parts("posts/_comment_form.html", **asdict(reply) | whole)
    return fill(parts, Overlay(values=viewer.form_values()))


def _card_parts(refs: list[CardRef], *, name: str, is_full: bool) -> dict[int, tuple[str, Parts]]:
    """The key and the parts of each card, by post id. `name`: of what is kept of it."""
    template = "posts/_given.html" if name == "given" else "posts/_card.html"
    keys = {ref.id: _key(name, ref) for ref in refs}
    found = CACHE.get_many(keys.values())
    missing = [pk for pk, key in keys.items() if key not in found]
    if missing:
        fresh = {
            keys[card.id]: _parts(template, card=card, is_full=is_full)
            for card in card_contents(Post.objects.known(missing).with_card())
        }
        CACHE.set_many(fresh)
        found |= fresh
    return {pk: (key, found[key]) for pk, key in keys.items() if key in found}


def _settled(key: str, parts: Parts, facts: frozenset[str] | set[str]) -> Parts:
    """The card of this key for whom these facts hold: the same for nearly all who read it."""
    known = SETTLED.get((key, facts := frozenset(facts)))
    if known is None:
        if len(SETTLED) >= KEPT_SETTLED:
            SETTLED.clear()
        known = SETTLED[key, facts] = settle(parts, facts)
    return known


def _parts(template_name: str, **context: Any) -> Parts:
    template = get_template(template_name).template  # type: ignore[attr-defined]
    return render_parts(lambda: template.render(Context(context)))


def _key(name: str, ref: CardRef) -> str:
    # The space, so that not even ids given twice (a restored database) show its words elsewhere.
    post = f"{ref.id}:{ref.version}:{ref.author_id}:{ref.space_id}:{ref.space_version}"
    return f"{name}:{fingerprint()}:{post}:{get_language()}"
