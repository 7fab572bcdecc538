from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.posts.models.post import Post


class GuestQuerySet(models.QuerySet["Guest"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever reads a post sees who else was given it; a guest knows of themselves only."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        whole = Post.objects.in_readable_spaces(user)
        mine = models.Q(user=user, post__in=Post.objects.visible_to(user))
        return self.filter(models.Q(post__in=whole) | mine)

    def with_people(self) -> Self:
        return self.select_related("user__profile__unit", "invited_by__profile__unit")


class Guest(models.Model):
    """Someone from outside a space who was given one post of it, by whom and since when."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="given_posts"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    word = models.CharField(_("a word"), max_length=500, blank=True)
    since = models.DateTimeField(default=timezone.now)

    objects = GuestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "post"], name="once_a_guest")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} of post.{self.post_id}"
