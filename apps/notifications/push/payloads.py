"""What a push says, to whom it may say it.

What is not open to every employee never travels: the push names an envelope, and the browser asks
for its words with its session, when it shows them. A lock screen asks nobody who is looking; the
rule is asked again when the words are fetched.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from apps.notifications.models import Notification
from apps.notifications.saying import Group, groups_of
from apps.spaces.models import Space

SHOWN = 3  # sentences of a push that gathers several conversations


def payload_of(envelope_id: UUID, rows: Sequence[Notification]) -> dict[str, Any]:
    """What travels, in the active language. `rows` come with their words, and are not empty.

    `fallback` is shown when the words cannot be fetched: no network, no session.
    """
    payload: dict[str, Any] = {
        "id": str(envelope_id),
        "fallback": {
            "title": settings.RSN_ORGANISATION_NAME,
            "body": _("Something new for you."),
            "url": reverse("notifications"),
            "tag": str(envelope_id),
        },
    }
    if all(is_open_to_all(row) for row in rows):
        payload["shown"] = shown(envelope_id, rows)
    return payload


def is_open_to_all(row: Notification) -> bool:
    return row.space is not None and row.space.kind == Space.Kind.OPEN


def shown(envelope_id: UUID, rows: Sequence[Notification]) -> dict[str, str]:
    """A notification as a device shows it: one conversation, or what waited together."""
    groups = groups_of(rows)
    if len({group.subject for group in groups}) == 1:
        return _conversation(groups)
    return _gathered(envelope_id, groups)


def _conversation(groups: list[Group]) -> dict[str, str]:
    newest = groups[0]
    lines = [group.sentence for group in groups[1:SHOWN]]
    place = [newest.space.title] if newest.space else []
    return {
        "title": newest.sentence,
        "body": "\n".join([*lines, *place]),
        "url": reverse("notification", args=[newest.rows[0].pk]),
        "tag": newest.subject,
    }


def _gathered(envelope_id: UUID, groups: list[Group]) -> dict[str, str]:
    count = len({group.subject for group in groups})
    lines = [group.sentence for group in groups[:SHOWN]]
    if more := len(groups) - len(lines):
        lines.append(
            ngettext("and %(count)s more", "and %(count)s more", more) % {"count": intcomma(more)}
        )
    title = ngettext(
        "%(count)s conversation waited for you", "%(count)s conversations waited for you", count
    )
    return {
        "title": title % {"count": intcomma(count)},
        "body": "\n".join(lines),
        "url": reverse("notifications"),
        "tag": str(envelope_id),
    }
