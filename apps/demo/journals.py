"""What the access journals of closed spaces say of their first months."""

from collections.abc import Iterator

from apps.demo.story import SpaceStory, Story
from apps.profiles.models import User
from apps.spaces.models import JournalEntry, Membership, Space

Kind = JournalEntry.Kind


def write_journals(story: Story, cast: dict[str, User]) -> None:
    spaces = Space.objects.in_bulk([told.slug for told in story.spaces], field_name="slug")
    told_by_slug = {told.slug: told for told in story.spaces}
    JournalEntry.objects.bulk_create(
        entry
        for slug, space in spaces.items()
        if space.kind != Space.Kind.OPEN
        for entry in _lines(told_by_slug[slug], space, cast)
    )


def _lines(told: SpaceStory, space: Space, cast: dict[str, User]) -> Iterator[JournalEntry]:
    """Created by its owner, who then let the others in, one after the other."""
    owner, at = cast[told.owner], space.created_at
    detail = {"kind_of_space": space.kind}
    yield JournalEntry(
        space=space, kind=Kind.CREATED, actor=owner, at=at, shown_from=at, detail=detail
    )
    members = Membership.objects.filter(space=space).exclude(user=owner)
    for member in members.order_by("joined_at", "pk"):
        yield JournalEntry(
            space=space,
            kind=Kind.JOINED,
            actor=owner,
            person_id=member.user_id,
            at=member.joined_at,
            shown_from=member.joined_at,
            detail={"role": member.role},
        )
