"""What a mail shows of what was told: sentences, and what was said."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, get_text_list
from django.utils.translation import ngettext, pgettext

from apps.files.models import StoredFile
from apps.notifications.models import Notification
from apps.notifications.saying import Group
from apps.posts.models import Attachment

MOST_EXCERPTS = 5
MOST_LINES = 12
LONG, SHORT = 900, 220  # characters of an excerpt, alone and among others


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What one person said, cut; `at` is in the reader's time zone and language. Of files that
    stand with it the names are said, `text` ends with them.
    """

    author: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, where it happened, and what was said, oldest first; `more` is not shown."""

    sentence: str
    url: str
    place: str
    excerpts: tuple[Excerpt, ...] = ()
    more: int = 0


def line_of(group: Group, *, zone: ZoneInfo, is_alone: bool) -> Line:
    """`is_alone`: the mail is about this conversation, and has room for what was said."""
    said = [row for row in reversed(group.rows) if _said(row)]
    shown = said[-MOST_EXCERPTS:] if is_alone else said[-1:]
    files = _file_names(shown)
    return Line(
        sentence=group.sentence,
        url=address(group.url),
        place=group.space.title if group.space else "",
        excerpts=tuple(
            _excerpt(row, zone, files.get(row.pk, []), is_alone=is_alone) for row in shown
        ),
        more=len(said) - len(shown),
    )


def address(path: str) -> str:
    """A page of this network, as a mail links to it."""
    return f"{settings.BASE_URL}{path}"


def people_in(groups: Iterable[Group]) -> list[str]:
    """The names of those who did it, each once."""
    return list(dict.fromkeys(person.display_name for group in groups for person in group.people))


def _said(row: Notification) -> str:
    """The words the actor wrote; empty where they wrote none, as for a reaction."""
    words = row.comment or row.post
    return words.text if words and words.author_id == row.actor_id else ""


def _file_names(rows: Iterable[Notification]) -> dict[int, list[str]]:
    """By row: what stands with the words it quotes. One query."""
    rows = list(rows)
    posts = {row.post_id: row.pk for row in rows if row.post_id and not row.comment_id}
    comments = {row.comment_id: row.pk for row in rows if row.comment_id}
    names: defaultdict[int, list[str]] = defaultdict(list)
    standing = Attachment.objects.filter(Q(post__in=posts) | Q(comment__in=comments))
    ready = standing.filter(file__state=StoredFile.State.READY).select_related("file")
    for attachment in ready.in_order():
        if attachment.comment_id:
            names[comments[attachment.comment_id]].append(attachment.file.name)
        elif attachment.post_id:
            names[posts[attachment.post_id]].append(attachment.file.name)
    return names


def _excerpt(row: Notification, zone: ZoneInfo, files: list[str], *, is_alone: bool) -> Excerpt:
    exact = pgettext("date format, exact", "l j F Y, H:i")
    text = _said(row) if is_alone else " ".join(_said(row).split())
    text = Truncator(text).chars(LONG if is_alone else SHORT)
    if files:
        text += _with_files(files, is_alone=is_alone)
    return Excerpt(
        author=row.actor.display_name if row.actor else "",
        at=date_format(timezone.localtime(row.created_at, zone), exact),
        text=text,
    )


def _with_files(files: list[str], *, is_alone: bool) -> str:
    names = get_text_list(files, pgettext("before the last of a list", "and"))
    sentence = ngettext("Attached: %(names)s", "Attached: %(names)s", len(files)) % {"names": names}
    return f"\n\n{sentence}" if is_alone else f" [{sentence}]"
