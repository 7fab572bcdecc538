"""How a person stands to a conversation or a space, chosen or by default."""

from typing import Any

from apps.notifications.kinds.conversations import followers
from apps.notifications.models import ConversationSetting, SpaceSetting
from apps.posts.models import Post
from apps.spaces.models import Space


def conversation_state(person: Any, post: Post) -> str:
    """A `ConversationSetting.State`; without a choice, who wrote in it follows. Two queries."""
    chosen = ConversationSetting.objects.filter(person=person, post=post).first()
    if chosen is not None:
        return chosen.state
    follows = followers(post.pk).filter(pk=person.pk).exists()
    State = ConversationSetting.State  # noqa: N806
    return State.FOLLOW if follows else State.UNFOLLOW


def space_level(person: Any, space: Space) -> str:
    """A `SpaceSetting.Level`."""
    chosen = SpaceSetting.objects.filter(person=person, space=space).first()
    return chosen.level if chosen else SpaceSetting.Level.NORMAL
