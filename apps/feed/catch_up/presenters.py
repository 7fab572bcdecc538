"""The catch-up page: spaces in order, in each a few lines with the reason written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.core.normalise import normalise
from apps.feed.catch_up.places import Since, last_absence
from apps.feed.catch_up.reasons import ICONS, Reason, sentence
from apps.feed.catch_up.selection import Selection, SpaceNews
from apps.feed.catch_up.sources import Found
from apps.posts.models import Comment, Post
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.audience import Audience, audience_of

EXCERPT = 200
ABOUT = 90


@dataclass(frozen=True, slots=True)
class CatchUpItem:
    """What somebody wrote, and why it is shown. `about` says what an answer answers; `reason` is
    empty for what is merely new. `key` names what is shown: "post.42", "comment.7"."""

    key: str
    url: str
    author: PersonLine
    title: str
    excerpt: str
    about: str
    moment: datetime
    reason: str
    icon: str


@dataclass(frozen=True, slots=True)
class CatchUpSpace:
    """`more` counts what is not shown here; `count` is everything there is."""

    id: int
    slug: str
    title: str
    url: str
    kind: str
    audience: Audience
    items: list[CatchUpItem]
    more: int

    @property
    def count(self) -> int:
        return len(self.items) + self.more

    @property
    def more_text(self) -> str:
        """`more` as a number is written in the reader's language."""
        return number_format(self.more, force_grouping=True)

    @property
    def count_text(self) -> str:
        return number_format(self.count, force_grouping=True)


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class CatchUpPage:
    """`until` is what "mark all as seen" sends back, so that nothing newer is passed over. `silent`
    are the names of spaces that are left out because they are muted."""

    choices: list[Choice]
    spaces: list[CatchUpSpace]
    others: list[CatchUpSpace]
    silent: list[str]
    until: str
    since: str


def catch_up_page(user: Any, selection: Selection, since: Since) -> CatchUpPage:
    """Four queries, whatever is shown."""
    return CatchUpPage(
        choices=choices(user, since),
        spaces=spaces_of(user, selection.spaces),
        others=[_space(news, []) for news in selection.others],
        silent=sorted((place.space.title for place in selection.silent), key=normalise),
        until=selection.until.isoformat(),
        since=since.value,
    )


def choices(user: Any, current: Since) -> list[Choice]:
    """From when on one may ask; the absence only where there was one."""
    labels = {
        Since.VISIT: _("Since I last looked"),
        Since.YESTERDAY: _("Since yesterday"),
        Since.WEEK: _("For a week"),
    }
    if last_absence(user, timezone.localdate()):
        labels[Since.ABSENCE] = _("Since my absence began")
    address = reverse("catch_up")
    return [
        Choice(label, f"{address}?{urlencode({'since': since})}", since is current)
        for since, label in labels.items()
    ]


def spaces_of(user: Any, news: list[SpaceNews]) -> list[CatchUpSpace]:
    """Spaces with their items, in order. Everything shown is read through `visible_to` once more;
    what was withdrawn, or closed to this reader a moment ago, is left out. Two queries."""
    found = [item for one in news for item in one.found]
    posts = Post.objects.in_readable_spaces(user).filter(pk__in=[it.post_id for it in found])
    wanted = [it.comment_id for it in found if it.comment_id]
    comments = Comment.objects.in_readable_spaces(user).standing().filter(pk__in=wanted)
    by_id = {post.pk: post for post in posts.with_card()}
    answers = {comment.pk: comment for comment in comments.with_author()}
    spaces = []
    for one in news:
        items = [_item(it, by_id, answers) for it in one.found]
        if shown := [item for item in items if item]:
            spaces.append(_space(one, shown))
    return spaces


def _space(news: SpaceNews, items: list[CatchUpItem]) -> CatchUpSpace:
    space = news.place.space
    return CatchUpSpace(
        id=space.pk,
        slug=space.slug,
        title=space.title,
        url=space.get_absolute_url(),
        kind=space.kind,
        audience=audience_of(space),
        items=items,
        more=news.more if items else news.more + len(news.found),
    )


def _item(found: Found, posts: dict[int, Post], answers: dict[int, Comment]) -> CatchUpItem | None:
    post = posts.get(found.post_id)
    comment = answers.get(found.comment_id) if found.comment_id else None
    if post is None or (found.comment_id and comment is None):
        return None
    said = comment or post
    return CatchUpItem(
        key=str(said),
        url=said.get_absolute_url(),
        author=person_line(said.author),
        title="" if comment else post.title,
        excerpt=shortened(said.text, EXCERPT),
        about=shortened(post.title or post.text, ABOUT) if comment else "",
        moment=said.published_at,
        reason="" if found.reason is Reason.NEW else sentence(found.reason, found.number),
        icon=ICONS[found.reason],
    )


def shortened(text: str, length: int) -> str:
    """The beginning of a text on one line, cut between two words where it can be."""
    line = " ".join(text[: length * 4].split())
    cut = Truncator(line).chars(length, truncate="")
    if cut == line:
        return line
    return f"{cut.rpartition(' ')[0] or cut}…"
