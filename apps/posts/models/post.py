from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse
from django.utils import timezone

from apps.core.clauses import Clause, column
from apps.posts.models.grant import READ, given_to
from apps.profiles.models import User, UserQuerySet
from apps.spaces.models import Circle, CirclePerson, CircleUnit, Exclusion, Space

# Of what is written in a space that the person reads: not kept for those who read it before.
_FREE = Clause(
    "({0} IS NULL OR {1} = {person} OR {0} IN ({mine}))",
    mine=lambda person: Circle.objects.around(person).values("pk"),
)
# Beside an alternative (`|`) Postgres would look for all spaces one reads to answer `IN`; `EXISTS`
# it asks of the one in question (5 ms against 76 for one post among 70,000 spaces).
_IN_READABLE_SPACE = Clause(
    "EXISTS ({theirs})",
    theirs=lambda person: Space.objects.visible_to(person).filter(pk=column(0)).values("pk"),
)


def _not_kept_from(user: Any) -> Q:
    return Q(_FREE(user, "circle", "author"))


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: Any) -> Self:
        """What this person reads: in the spaces they read, or as the guest of one post."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(self._in_spaces_of(user) | given_to(user), withdrawn_at=None)

    def in_readable_spaces(self, user: Any) -> Self:
        """Without what one reads as a guest: for whatever names the space, and for every list."""
        if not (user.is_authenticated and user.is_active):
            return self.none()
        return self.filter(self._in_spaces_of(user), withdrawn_at=None)

    def not_kept_from(self, user: Any) -> Self:
        """Of posts in spaces that this person reads: without what is kept for others there."""
        return self.filter(_not_kept_from(user))

    @staticmethod
    def _in_spaces_of(user: Any) -> Q:
        """Written in a space one reads, and not kept for those who read it before it opened."""
        return _not_kept_from(user) & Q(_IN_READABLE_SPACE(user, "space"))

    def marking_given(self, user: Any) -> Self:
        """Each with `is_given`: this person reads it as a guest, and nothing around it."""
        inside = When(self._in_spaces_of(user), then=Value(False))
        return self.annotate(is_given=Case(inside, default=Value(True)))

    def known(self, ids: Iterable[int]) -> Self:
        """Posts whose ids the caller has already read through `visible_to`."""
        return self.filter(pk__in=list(ids), withdrawn_at=None)

    def within(self, space: Any) -> Self:
        """Posts that stand in a space the caller reads (a space, its id, or an outer reference)."""
        return self.filter(space=space, withdrawn_at=None)

    def with_card(self) -> Self:
        """What showing a card needs."""
        return self.select_related("space__person", "author__profile__unit", "circle")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")


class Post(models.Model):
    """What one person says in one space."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    title = models.CharField(max_length=200, blank=True)
    html = models.TextField()
    text = models.TextField(editable=False)
    published_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)
    # Meant for everyone who reads here, not only for who follows.
    is_announcement = models.BooleanField(default=False)
    # Said before its space was opened: for those who read it then, until all who wrote in the
    # conversation agree.
    circle = models.ForeignKey(
        Circle, null=True, on_delete=models.RESTRICT, related_name="posts", editable=False
    )
    # How many could read when it was published, or when its author was last told of the number.
    audience_count = models.PositiveIntegerField(null=True, editable=False)
    key = models.UUIDField(null=True, editable=False)
    comments_count = models.PositiveIntegerField(default=0, editable=False)
    reaction_counts = models.JSONField(default=dict, editable=False)
    # Changes with everything a card shows that is the same for every reader.
    version = models.PositiveIntegerField(default=1, editable=False)

    # Where it was loaded `marking_given`.
    is_given: bool

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "key"], name="one_post_a_key")
        ]
        indexes: ClassVar = [
            models.Index(
                "space",
                models.F("published_at").desc(),
                models.F("id").desc(),
                name="post_by_space",
                condition=Q(withdrawn_at=None),
                # For whom it is kept, and whose it is: feeds ask of many more than they show.
                include=["circle", "author"],
            ),
            models.Index(
                "author",
                models.F("published_at").desc(),
                models.F("id").desc(),
                name="post_by_author",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                "space", name="post_pinned", condition=Q(withdrawn_at=None, pinned_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"post.{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])

    def readers(self) -> UserQuerySet:
        """Everyone who may read this post: the rule seen from the other side."""
        if self.withdrawn_at is not None:
            return User.objects.none()
        readers = self.space.readers()
        if self.circle_id is not None:
            people = CirclePerson.objects.filter(circle=self.circle_id).values("user")
            units = CircleUnit.objects.filter(circle=self.circle_id).values("group__user")
            out = Exclusion.objects.in_force().filter(space=self.space_id).values("user")
            inside = Q(pk__in=people.union(units)) & ~Q(pk__in=out)
            readers = readers.filter(inside | Q(pk=self.author_id))
        given = self.grants.filter(permission__codename=READ).values("user")
        return User.objects.active().filter(Q(pk__in=readers.values("pk")) | Q(pk__in=given))
