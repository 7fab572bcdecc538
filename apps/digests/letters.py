"""A digest as a letter."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _, override

from apps.digests.contents import Chosen
from apps.digests.presenters import DigestContent, digest_content
from apps.digests.unsubscribing import unsubscribe_url
from apps.hours.lookup import schedule_of
from apps.mailing.letters import Letter

TEMPLATE = "emails/digests/digest"


def letter_of(person: Any, rhythm: str, chosen: Chosen, *, message_id: str = "") -> Letter | None:
    """The mail that says it, in the person's language; None when there is nothing to say."""
    language = person.language or settings.LANGUAGE_CODE
    if chosen.is_empty:
        return None
    zone = schedule_of(person).zone
    with override(language):
        content = digest_content(person, rhythm, chosen, was_away=was_away(person, chosen))
        if content.is_empty:
            return None
        context = {**_context(content), "zone": zone}
    return Letter(
        to=person.email,
        language=language,
        template=TEMPLATE,
        context=context,
        message_id=message_id,
        unsubscribe_url=unsubscribe_url(person),
    )


def was_away(person: Any, chosen: Chosen) -> bool:
    """Whether an absence ended in the time that this digest is about."""
    schedule = schedule_of(person)
    first, last = (
        moment.astimezone(schedule.zone).date() for moment in (chosen.since, chosen.until)
    )
    return any(first <= ends_on < last for _starts_on, ends_on in schedule.absences)


def _context(content: DigestContent) -> dict[str, Any]:
    return {
        "digest": content,
        "action_url": f"{settings.BASE_URL}{content.catch_up_url}",
        "action_label": _("See everything you missed"),
        "settings_url": f"{settings.BASE_URL}{reverse('settings-digest')}",
    }
