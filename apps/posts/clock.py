"""Drafts that publish themselves when their time has come."""

import structlog
from django.utils import timezone

from apps.posts.actions import publish_due_draft
from apps.posts.models import Draft

log = structlog.get_logger(__name__)

AT_ONCE = 500


def publish_what_is_due() -> None:
    """Each in a transaction of its own: whoever does this twice, or is killed in it, harms none."""
    due = Draft.objects.due(timezone.now()).values_list("pk", flat=True)
    for draft_id in list(due[:AT_ONCE]):
        try:
            publish_due_draft(draft_id)
        except Exception:
            # One that breaks must not hold back the others; it is tried again by the next round.
            log.exception("draft not published", draft=draft_id)
