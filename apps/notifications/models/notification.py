"""That one person is told of one thing."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.posts.models import Comment, Post
from apps.spaces.models import Circle, Invitation, Space


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, delivered, about what one reads now and what was not withdrawn since."""
        return self.filter(person=user).delivered().readable_by(user)

    def readable_by(self, user: Any) -> Self:
        """About what this person reads now, and what was not withdrawn."""
        # Kept for those who read before the space was opened (a row without a post is not).
        not_kept = (
            Q(post__circle=None)
            | Q(post__circle__in=Circle.objects.around(user).values("pk"))
            | Q(post__author=user)
        )
        of_nothing = Q(space=None, post=None)
        # Beside alternatives: asked of the one space, where `IN` would first look for all.
        theirs = Space.objects.visible_to(user).filter(pk=OuterRef("space"))
        of_space = Q(not_kept, Exists(theirs))
        given = Post.objects.visible_to(user).filter(pk=OuterRef("post_id"))
        return self.filter(
            of_nothing | of_space | Q(Exists(given), space=None) | _of_entering(user),
            Q(post=None) | Q(post__withdrawn_at=None),
            Q(comment=None) | Q(comment__withdrawn_at=None),
        )

    def delivered(self) -> Self:
        return self.filter(delivered_at__isnull=False)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")

    def with_words(self) -> Self:
        """What saying it in a sentence needs: see `saying.groups_of`."""
        return self.select_related(
            "actor__profile", "space__person", "post__space__person", "post__author", "comment"
        )


def _of_entering(user: Any) -> Q:
    """What one is told of a space one may not read: an invitation while it waits, an answer where
    one may know the name; and what concerns nobody but oneself, which names no space."""
    invited = Invitation.objects.waiting().filter(user=user)
    listed = Space.objects.listed_to(user)
    return (
        Q(kind="invited", space__in=invited.values("space"))
        | Q(kind="request_answered", space__in=listed.values("pk"))
        | Q(kind__in=["excluded", "exclusion_ended", "appeal_answered"])
    )


class Notification(models.Model):
    """A fact that concerns one person: once, whatever is retried.

    `occasion` names what happened ("comment.17", "reaction.post.42.5"): one person is told once
    of an occasion, by the most direct kind. `subject` groups ("post.42"), `day` is the date on
    the person's own calendar. Shown from `delivered_at` on; nobody was told before.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notifications",
        db_index=False,
    )
    kind = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField(editable=False)
    event_id = models.BigIntegerField()
    occasion = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    space = models.ForeignKey(Space, null=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)
    day = models.DateField()
    is_direct = models.BooleanField()
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "occasion"], name="told_once")
        ]
        indexes: ClassVar = [
            models.Index(
                "person",
                models.F("created_at").desc(),
                models.F("id").desc(),
                name="notification_list",
                condition=Q(delivered_at__isnull=False),
            ),
            models.Index(
                "person",
                "subject",
                name="notification_unread",
                condition=Q(delivered_at__isnull=False, read_at=None),
            ),
            models.Index("due_at", name="notification_due", condition=Q(delivered_at=None)),
            models.Index(
                "event_id", "id", name="notification_event", condition=Q(delivered_at=None)
            ),
            models.Index("created_at", name="notification_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occasion} → {self.person_id}"
