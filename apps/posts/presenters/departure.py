"""What becomes of one's words when one leaves a space, said before one chooses."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.posts.actions import Words, said_by
from apps.spaces.models import Space
from apps.spaces.presenters import SpaceHeader, space_header


@dataclass(frozen=True, slots=True)
class WordsChoice:
    value: str
    label: str
    effect: str


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """`said` counts in words what one wrote here; without any there is nothing to choose."""

    space: SpaceHeader
    said: str
    choices: list[WordsChoice]
    loses_reading: bool


def departure_page(user: Any, space: Space) -> DeparturePage:
    posts, answers = said_by(user, space)
    return DeparturePage(
        space=space_header(user, space),
        said=_said(posts, answers),
        choices=[WordsChoice(w.value, str(w.label), _effects()[w]) for w in Words]
        if posts or answers
        else [],
        loses_reading=space.kind != Space.Kind.OPEN,
    )


def _said(posts: int, answers: int) -> str:
    first = ngettext("%(count)s post", "%(count)s posts", posts) % {"count": number_format(posts)}
    second = ngettext("%(count)s answer", "%(count)s answers", answers) % {
        "count": number_format(answers)
    }
    if not posts and not answers:
        return _("You have written nothing here.")
    return _("You wrote here: %(posts)s, %(answers)s.") % {"posts": first, "answers": second}


def _effects() -> dict[str, str]:
    return {
        Words.KEEP: _("They stay as they are, with your name, for the same readers."),
        Words.ANONYMISE: _(
            "They stay, signed “A former member”. Others’ words no longer link to you, your drafts "
            "for this space are deleted. This cannot be undone: nobody will know which words were "
            "yours, you neither. Where others wrote your name themselves, it stays; so do mails "
            "that have left, and the line of the access journal."
        ),
        Words.REMOVE: _(
            "Nobody reads them any more, nor what was answered to your posts. This cannot be "
            "undone."
        ),
    }
