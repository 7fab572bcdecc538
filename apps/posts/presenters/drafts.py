"""What waits among a person's drafts: with when, for whom, and what stands in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apps.core.decisions import Decision
from apps.hours.lookup import schedule_of
from apps.posts.models import Draft
from apps.posts.permissions import can_announce
from apps.posts.presenters.later import moment
from apps.spaces.audience import Audience, audience_of
from apps.spaces.models import Space
from apps.spaces.permissions import Standing, can_post, standings

EXCERPT_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class DraftRow:
    """`audience` is None where the author reads no more: nothing of the space is told then.

    `problem`: why it was not, or could not be, published. `is_waiting`: it has a time. One that
    may be edited and not published was to be an announcement.
    """

    id: int
    url: str
    publication_url: str
    title: str
    excerpt: str
    html: SafeString
    when: str
    is_waiting: bool
    is_announcement: bool
    audience: Audience | None
    readers_url: str
    space_name: str
    problem: str
    may_edit: bool
    may_publish: bool


def draft_rows(user: Any, drafts: Iterable[Draft]) -> list[DraftRow]:
    """Needs `space` loaded. As many queries for one as for two hundred."""
    drafts = list(drafts)
    zone = schedule_of(user).zone
    read = Space.objects.visible_to(user).filter(pk__in={draft.space_id for draft in drafts})
    where = standings(user, list(read))
    return [_row(draft, where.get(draft.space_id), zone) for draft in drafts]


def draft_row(user: Any, draft: Draft) -> DraftRow:
    return draft_rows(user, [draft])[0]


def _row(draft: Draft, where: Standing | None, zone: Any) -> DraftRow:
    allowed = _may_publish(draft, where)
    when = _("No time chosen")
    if draft.publish_at:
        when = _("Goes out %(moment)s") % {"moment": moment(draft.publish_at, zone)}
    return DraftRow(
        id=draft.pk,
        url=draft.get_absolute_url(),
        publication_url=reverse("draft_publication", args=[draft.pk]),
        title=draft.title,
        excerpt=_cut(draft.text),
        html=mark_safe(draft.html),  # noqa: S308 - sanitised on write
        when=when,
        is_waiting=draft.publish_at is not None,
        is_announcement=draft.is_announcement,
        audience=audience_of(where.space) if where else None,
        readers_url=reverse("draft_readers", args=[draft.pk]),
        space_name=where.space.title if where else "",
        problem=draft.refusal or ("" if allowed else allowed.reason),
        may_edit=where is not None and bool(can_post(where)),
        may_publish=bool(allowed),
    )


def _may_publish(draft: Draft, where: Standing | None) -> Decision:
    if where is None:
        return Decision(
            is_allowed=False,
            reason=_("You no longer read the space this was written for. Your words are kept."),
        )
    return can_announce(where) if draft.is_announcement else can_post(where)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_CHARACTERS else f"{line[:EXCERPT_CHARACTERS].rstrip()}…"
