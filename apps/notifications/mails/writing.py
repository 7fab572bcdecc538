"""An envelope as a letter, written at the moment it leaves.

What is no longer readable, unread or wanted drops out. Of a confidential space nothing is said but
that something is new, unless its owners let mails quote it (docs/decisions/0015).
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext, override

from apps.hours.lookup import schedule_of
from apps.mailing.letters import Letter
from apps.notifications.kinds import kind_of
from apps.notifications.mails.lines import MOST_LINES, Line, address, line_of, people_in
from apps.notifications.mails.unsubscribing import unsubscribe_url
from apps.notifications.models import Envelope, Notification
from apps.notifications.replies.addresses import reply_address
from apps.notifications.saying import Group, about_of, groups_of, leading_first
from apps.notifications.sending.contents import contents_of
from apps.posts.models import Post
from apps.profiles.models import User
from apps.spaces.permissions import can_comment, standing

CONVERSATION = "emails/notifications/conversation"
GATHERED = "emails/notifications/gathered"


def letter_of(envelope: Envelope) -> Letter | None:
    """The mail of this envelope as it is to be said now; None when nothing is left to say."""
    rows = contents_of(envelope)
    person = envelope.person
    if not rows or not person.is_active:
        return None
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        written = _gathered(person, rows) if not envelope.subject else _conversation(person, rows)
    thread = f"{envelope.subject}.conversation@{_domain()}" if envelope.subject else ""
    return Letter(
        to=person.email,
        language=language,
        template=written.template,
        context={
            **written.context,
            "settings_url": address(reverse("settings-notifications")),
            "can_reply": bool(written.reply_to),
        },
        message_id=envelope.message_id,
        in_reply_to=thread,
        reply_to=written.reply_to,
        sender_name=written.sender_name,
        unsubscribe_url=unsubscribe_url(person, sorted({row.kind for row in rows})),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """What a mail says. `subject` in the context is its subject line."""

    template: str
    context: dict[str, Any]
    reply_to: str = ""
    sender_name: str = ""


def is_quotable(row: Notification) -> bool:
    """Whether mail may say anything of it; asked of the space as it is now."""
    space = row.space or (row.post.space if row.post else None)
    return space is None or space.is_quoted_in_mail


def discreet_subject(row: Notification | None = None) -> str:
    """All that is said of what is confidential."""
    kind = kind_of(row.kind) if row is not None else None
    if kind is not None and kind.discreet:
        return str(kind.discreet)
    if row is not None and row.space is None:
        return _("A colleague gave you something to read")
    return _("Something new in a space you belong to")


def _conversation(person: User, rows: list[Notification]) -> Written:
    """About one conversation: it keeps its subject line, so that mail programs hold it together."""
    last = rows[-1]
    if not is_quotable(last):
        return _discreet(last)
    groups = leading_first(groups_of(rows))
    zone = schedule_of(person).zone
    lines = [line_of(group, zone=zone, is_alone=True) for group in groups]
    names = people_in(groups)
    about, place = about_of(last), lines[0].place
    context = {
        "subject": " · ".join(filter(None, (about, place))) if about else lines[0].sentence,
        "preheader": lines[0].sentence,
        "lines": lines,
        "action_url": lines[0].url,
        "action_label": _("Read and answer") if last.post else _("Have a look"),
    }
    return Written(
        CONVERSATION,
        context,
        reply_to=_reply_to(person, last.post, groups) if last.post else "",
        sender_name=f"{names[0]} · {settings.RSN_ORGANISATION_NAME}" if len(names) == 1 else "",
    )


def _discreet(row: Notification) -> Written:
    """The address of a post is a number; that of a space would say its name."""
    path = row.post.get_absolute_url() if row.post else reverse("notifications")
    context = {
        "subject": discreet_subject(row),
        "preheader": "",
        "lines": [Line(sentence=discreet_subject(row), url=address(path), place="")],
        "action_url": address(path),
        "action_label": _("Have a look"),
        "is_discreet": True,
    }
    return Written(CONVERSATION, context)


def _gathered(person: User, rows: list[Notification]) -> Written:
    """All that waited for the person's hours: what is to them first."""
    zone = schedule_of(person).zone
    groups = groups_of([row for row in rows if is_quotable(row)])
    groups.sort(key=lambda group: not group.is_direct)
    lines = [line_of(group, zone=zone, is_alone=False) for group in groups[:MOST_LINES]]
    hidden = [row for row in rows if not is_quotable(row)]
    count = len(groups) + len({row.subject for row in hidden})
    subject = ngettext(
        "%(count)s thing waited for you", "%(count)s things waited for you", count
    ) % {"count": intcomma(count)}
    context = {
        "subject": subject,
        "preheader": lines[0].sentence if lines else "",
        "lines": lines,
        "hidden": discreet_subject(_of_space_first(hidden)) if hidden else "",
        "more": len(groups) - len(lines),
        "action_url": address(reverse("notifications")),
        "action_label": _("See everything"),
    }
    return Written(GATHERED, context)


def _of_space_first(rows: list[Notification]) -> Notification:
    return next((row for row in rows if row.space), rows[0])


def _reply_to(person: User, post: Post, groups: list[Group]) -> str:
    """Where an answer to this mail becomes an answer to what it quotes; empty where it cannot."""
    if not can_comment(standing(person, post.space)):
        return ""
    comments = [row.comment for group in groups for row in group.rows if row.comment]
    answered = {comment.parent_id or comment.pk for comment in comments}
    parent = answered.pop() if len(answered) == 1 and len(comments) == 1 else None
    return reply_address(person_id=person.pk, post_id=post.pk, parent_id=parent)


def _domain() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"
