"""What a person chose: kinds by channel, conversations, spaces. Where nothing is said, the
defaults of the kind hold."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.notifications.models.channel import Channel
from apps.posts.models import Post
from apps.spaces.models import Space


class ChoiceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """What one chose is one's own business."""
        return self.filter(person=user)


class Preference(models.Model):
    """Whether this person wants this kind by this channel."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_wanted = models.BooleanField()

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "channel"], name="one_preference")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.channel} {self.is_wanted}"


class ConversationSetting(models.Model):
    """How this person stands to a conversation; without a row: who wrote in it follows it."""

    class State(models.TextChoices):
        FOLLOW = "follow", _("Follow")
        UNFOLLOW = "unfollow", _("Only what concerns me")
        MUTE = "mute", _("Mute")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "post"], name="one_conversation_setting")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.post_id} {self.state}"


class SpaceSetting(models.Model):
    """How closely this person follows a space; without a row: normally."""

    class Level(models.TextChoices):
        CLOSE = "close", _("Every new post")
        NORMAL = "normal", _("What concerns me")
        MUTE = "mute", _("Mute")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=10, choices=Level.choices)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "space"], name="one_space_setting")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.space_id} {self.level}"
