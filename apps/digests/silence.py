"""What somebody muted is neither in a digest nor on the page that catches up."""

from typing import Any

from apps.feed.catch_up.silence import Silence, answer_silence
from apps.notifications.models import ConversationSetting, SpaceSetting


@answer_silence
def muted_by(person: Any) -> Silence:
    """Two queries."""
    spaces = SpaceSetting.objects.visible_to(person).filter(level=SpaceSetting.Level.MUTE)
    conversations = ConversationSetting.objects.visible_to(person).filter(
        state=ConversationSetting.State.MUTE
    )
    return Silence(
        frozenset(spaces.values_list("space_id", flat=True)),
        frozenset(conversations.values_list("post_id", flat=True)),
    )
