"""A mail as it would look, with a sample: nobody's words."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, override, pgettext

from apps.mailing.composing import words_of
from apps.mailing.letters import Letter
from apps.notifications.kinds import Kind, Said
from apps.notifications.mails.lines import Excerpt, Line, address
from apps.posts.events import CommentCreated, PersonMentioned, PostCreated

WRITTEN = (PostCreated, CommentCreated, PersonMentioned)


def preview(kind: Kind, language: str) -> str:
    """The HTML of a mail about this kind, whole and without anything to fetch."""
    with override(language):
        letter = Letter(
            to="",
            language=language,
            template="emails/notifications/conversation",
            context=_sample(kind),
            unsubscribe_url=address(reverse("settings-notifications")),
        )
    return words_of(letter).html


def _sample(kind: Kind) -> dict[str, object]:
    title, place = _("Which day for the spring meeting?"), _("Cycling to work")
    said = Said(
        names=("Inès Moreau",),
        total=1,
        about=title,
        space=place,
        is_own_post=True,
        occasion=kind.sample_occasion,
    )
    exact = pgettext("date format, exact", "l j F Y, H:i")
    excerpt = Excerpt(
        author="Inès Moreau",
        at=date_format(timezone.localtime(), exact),
        text=_("The second Tuesday would suit most of us. Shall I book the room?"),
    )
    line = Line(
        sentence=kind.sentence(said),
        url=settings.BASE_URL,
        place="" if kind.is_of_given else place,
        excerpts=(excerpt,) if _quotes(kind) else (),
    )
    return {
        "subject": title,
        "preheader": line.sentence,
        "lines": [line],
        "action_url": settings.BASE_URL,
        "action_label": _("Read and answer"),
        "settings_url": address(reverse("settings-notifications")),
        "can_reply": bool(settings.RSN_REPLY_ADDRESS),
    }


def _quotes(kind: Kind) -> bool:
    """Mails about what somebody wrote quote it; a reaction or a role has no words."""
    return any(issubclass(event, WRITTEN) for event in kind.events)
