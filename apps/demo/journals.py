"""What the access journals of closed spaces say of their first months."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from apps.demo.story import SpaceStory, Story
from apps.profiles.models import User
from apps.spaces.models import JournalEntry, Membership, Space

Kind = JournalEntry.Kind
Role = Membership.Role

FIRST_WEEKS = timedelta(days=15)
QUESTION = "La formation, parlons-en avant que ce soit trop tard"
TRAINER = "valerie.combes"


def write_journals(story: Story, cast: dict[str, User]) -> None:
    spaces = Space.objects.in_bulk([told.slug for told in story.spaces], field_name="slug")
    told_by_slug = {told.slug: told for told in story.spaces}
    JournalEntry.objects.bulk_create(
        entry
        for slug, space in spaces.items()
        if space.kind != Space.Kind.OPEN
        for entry in _lines(told_by_slug[slug], space, cast)
    )
    JournalEntry.objects.bulk_create(_later_lines(spaces["comite-projet"], cast))


def _lines(told: SpaceStory, space: Space, cast: dict[str, User]) -> Iterator[JournalEntry]:
    """Created by its owner, who then let the others in, and had some of them help to animate."""
    owner, at = cast[told.owner], space.created_at
    detail = {"kind_of_space": space.kind}
    yield _line(space, Kind.CREATED, owner, at, detail=detail)
    members = Membership.objects.filter(space=space).exclude(user=owner)
    for member in members.select_related("user").order_by("joined_at", "pk"):
        at, detail = member.joined_at, {"role": Role.MEMBER}
        yield _line(space, Kind.JOINED, owner, at, person=member.user, detail=detail)
        if member.role != Role.MEMBER:
            at = member.joined_at + FIRST_WEEKS
            detail = {"before": Role.MEMBER, "after": member.role}
            yield _line(space, Kind.ROLE_CHANGED, owner, at, person=member.user, detail=detail)


def _later_lines(space: Space, cast: dict[str, User]) -> Iterator[JournalEntry]:
    """A guest for as long as a question was open, and a copy."""
    post, asking, asked = space.posts.get(title=QUESTION), cast["nadia.kaci"], cast[TRAINER]
    given = post.published_at + timedelta(hours=3)
    detail = {"post": post.pk}
    yield _line(space, Kind.GUEST_INVITED, asking, given, person=asked, detail=detail)
    yield _line(space, Kind.GUEST_ENDED, asking, given + FIRST_WEEKS, person=asked, detail=detail)
    owner = cast["sandrine.mercadier"]
    yield _line(space, Kind.EXPORTED, owner, given + 2 * FIRST_WEEKS)


def _line(space: Space, kind: str, actor: User, at: datetime, **more: Any) -> JournalEntry:
    return JournalEntry(space=space, kind=kind, actor=actor, at=at, shown_from=at, **more)
