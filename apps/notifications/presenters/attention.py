"""How much one wants to be told of a conversation, or of a space."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from apps.notifications.models import ConversationSetting, SpaceSetting
from apps.posts.models import Post
from apps.spaces.models import Space

State = ConversationSetting.State
Level = SpaceSetting.Level
TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    explanation: str
    icon: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """Three choices, one of them made. `field` is its name in forms; `said` tells how it stands
    now; `about` is what it is about, at `about_url`.
    """

    url: str
    field: str
    about: str
    about_url: str
    said: str
    icon: str
    choices: tuple[Choice, ...]


def of_conversation(post: Post, state: str) -> Attention:
    """`state` is that of `apps.notifications.following.conversation_state`."""
    choices = [
        (State.FOLLOW, _("Follow"), _("You are told of every answer."), "bell"),
        (
            State.UNFOLLOW,
            _("Only what concerns me"),
            _("You are told when somebody answers you, names you or thanks you."),
            "person",
        ),
        (State.MUTE, _("Mute"), _("You are told of nothing here, even when named."), "moon"),
    ]
    said = {
        State.FOLLOW: _("You follow this conversation"),
        State.UNFOLLOW: _("You are told what concerns you here"),
        State.MUTE: _("You muted this conversation"),
    }
    return Attention(
        url=reverse("post_attention", args=[post.pk]),
        field="state",
        about=post.title or Truncator(" ".join(post.text.split())).chars(TITLE_CHARACTERS),
        about_url=post.get_absolute_url(),
        said=said[State(state)],
        icon="moon" if state == State.MUTE else "bell",
        choices=_choices(choices, state),
    )


def of_space(space: Space, level: str) -> Attention:
    """`level` is that of `apps.notifications.following.space_level`."""
    choices = [
        (Level.CLOSE, _("Closely"), _("You are told of every new post."), "bell"),
        (
            Level.NORMAL,
            _("As usual"),
            _("You are told of announcements, and when somebody answers you or names you."),
            "person",
        ),
        (Level.MUTE, _("Mute"), _("You are told of nothing here, even when named."), "moon"),
    ]
    said = {
        Level.CLOSE: _("You follow this space closely"),
        Level.NORMAL: _("You are told what concerns you here"),
        Level.MUTE: _("You muted this space"),
    }
    return Attention(
        url=reverse("space_attention", args=[space.slug]),
        field="level",
        about=space.title,
        about_url=space.get_absolute_url(),
        said=said[Level(level)],
        icon="moon" if level == Level.MUTE else "bell",
        choices=_choices(choices, level),
    )


def _choices(offered: Sequence[tuple[str, str, str, str]], chosen: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(value), label, explanation, icon, value == chosen)
        for value, label, explanation, icon in offered
    )
