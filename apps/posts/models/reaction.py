"""Reactions are words, one a person and object."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from apps.posts.models.comment import Comment
from apps.posts.models.post import Post


class ReactionKind(models.TextChoices):
    THANKS = "thanks", pgettext_lazy("reaction", "Thank you")
    LEARNED = "learned", pgettext_lazy("reaction", "I learned something")
    ME_TOO = "me_too", pgettext_lazy("reaction", "Me too")
    CAN_HELP = "can_help", pgettext_lazy("reaction", "I can help")
    BRAVO = "bravo", pgettext_lazy("reaction", "Bravo")


class ReactionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """A reaction is as visible as what it answers."""
        target = self.model.TARGET
        model = self.model._meta.get_field(target).related_model
        return self.filter(**{f"{target}__in": model.objects.visible_to(user)})

    def by(self, user: Any, target_ids: Iterable[int]) -> dict[int, str]:
        """This person's own reactions to these objects: kind by object id. One query."""
        target = self.model.TARGET
        rows = self.filter(user=user, **{f"{target}__in": list(target_ids)})
        return dict(rows.values_list(f"{target}_id", "kind"))


class Reaction(models.Model):
    TARGET: ClassVar[str]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    kind = models.CharField(max_length=10, choices=ReactionKind.choices)
    reacted_at = models.DateTimeField(default=timezone.now)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class PostReaction(Reaction):
    TARGET = "post"

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reactions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "user"], name="one_reaction_a_post")
        ]


class CommentReaction(Reaction):
    TARGET = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "user"], name="one_reaction_a_comment")
        ]
