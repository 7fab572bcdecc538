"""Whom a kind may tell, asked when an event is told and asked again before it is shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.events.registry import Event
from apps.notifications.kinds import Kind, all_kinds, kind_of
from apps.notifications.models import ConversationSetting, Notification, SpaceSetting
from apps.posts.models import Comment, Post
from apps.profiles.models import User, UserQuerySet
from apps.spaces.models import Space


def recipients(kind: Kind, event: Event) -> UserQuerySet:
    """Those the kind names who read the space, are here, did not do it, and did not mute it."""
    if not still_stands(event):
        return User.objects.none()
    place = None if kind.is_of_given or kind.is_beyond_readers else event.space_id
    people = readers_of(place, getattr(event, "post_id", None))
    people = people.filter(pk__in=kind.told(event))
    if event.actor_id:
        people = people.exclude(pk=event.actor_id)
    if kind.passes_mutes:
        return people
    if event.space_id:
        people = people.exclude(pk__in=_muted_space(event.space_id).values("person"))
    if post_id := getattr(event, "post_id", None):
        people = people.exclude(pk__in=_muted_conversation(post_id).values("person"))
    return people


def readers_of(space_id: int | None, post_id: int | None = None) -> UserQuerySet:
    """Who may be told of what stands in this space; everybody who is here where it is in none.

    Of a post that was said before its space was opened: those it is kept for. Of a post without
    its space: its guests too.
    """
    if space_id is None:
        return _readers_of_post(post_id) if post_id else User.objects.active()
    space = Space.objects.filter(pk=space_id).first()
    if space is None:
        return User.objects.none()
    kept = Post.objects.filter(pk=post_id, circle__isnull=False).first() if post_id else None
    readers = space.readers()
    return readers.filter(pk__in=kept.readers().values("pk")) if kept else readers


def _readers_of_post(post_id: int) -> UserQuerySet:
    post = Post.objects.filter(pk=post_id).first()
    return post.readers() if post else User.objects.none()


def still_stands(event: Event) -> bool:
    """Whether the words it is about were not withdrawn."""
    post_id, comment_id = getattr(event, "post_id", None), getattr(event, "comment_id", None)
    if comment_id and not Comment.objects.filter(pk=comment_id, withdrawn_at=None).exists():
        return False
    return not post_id or Post.objects.filter(pk=post_id, withdrawn_at=None).exists()


def may_be_shown(rows: Iterable[Notification]) -> set[int]:
    """Ids of those of the rows that may be shown to their person now: asked in bulk, a few
    queries a space among them."""
    rows = list(rows)
    standing = Notification.objects.filter(
        Q(post=None) | Q(post__withdrawn_at=None),
        Q(comment=None) | Q(comment__withdrawn_at=None),
        Q(kind__in=_past_mutes())
        | ~Exists(_muted_space(OuterRef("space_id")).filter(person=OuterRef("person_id"))),
        ~Exists(_muted_conversation(OuterRef("post_id")).filter(person=OuterRef("person_id"))),
        pk__in=[row.pk for row in rows],
    )
    kept = _still_true(standing, {row.kind for row in rows})
    apart = _kept_apart(rows)
    people_of: dict[tuple[int | None, int | None], set[int]] = defaultdict(set)
    for row in rows:
        people_of[_place_of(row), apart.get(row.pk)].add(row.person_id)
    readers = {
        (place, person_id)
        for place, people in people_of.items()
        for person_id in readers_of(*place).filter(pk__in=people).values_list("pk", flat=True)
    }
    return {
        row.pk
        for row in rows
        if row.pk in kept and ((_place_of(row), apart.get(row.pk)), row.person_id) in readers
    }


def _place_of(row: Notification) -> int | None:
    """The space whose readers may be told; none where its kind says itself who may."""
    kind = kind_of(row.kind)
    return None if kind and kind.is_beyond_readers else row.space_id


def _kept_apart(rows: list[Notification]) -> dict[int, int]:
    """By row, its post where that has readers of its own: kept for those who read before the space
    was opened, or told without its space."""
    posts = Post.objects.filter(pk__in={row.post_id for row in rows if row.post_id})
    apart = set(posts.filter(circle__isnull=False).values_list("pk", flat=True))
    return {
        row.pk: row.post_id
        for row in rows
        if row.post_id and (row.post_id in apart or row.space_id is None)
    }


def _still_true(standing: QuerySet[Notification], slugs: set[str]) -> set[int]:
    kept: set[int] = set()
    plain = []
    for slug in slugs:
        kind = kind_of(slug)
        if kind and kind.still_true:
            kept.update(kind.still_true(standing.filter(kind=slug)).values_list("pk", flat=True))
        elif kind:
            plain.append(slug)
    return kept.union(standing.filter(kind__in=plain).values_list("pk", flat=True))


def beyond_readers() -> list[str]:
    """The kinds that tell people who do not read the space."""
    return [kind.slug for kind in all_kinds() if kind.is_beyond_readers]


def _past_mutes() -> list[str]:
    return [kind.slug for kind in all_kinds() if kind.passes_mutes]


def _muted_space(space_id: Any) -> QuerySet[SpaceSetting]:
    return SpaceSetting.objects.filter(space=space_id, level=SpaceSetting.Level.MUTE)


def _muted_conversation(post_id: Any) -> QuerySet[ConversationSetting]:
    muted = ConversationSetting.State.MUTE
    return ConversationSetting.objects.filter(post=post_id, state=muted)
