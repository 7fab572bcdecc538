"""The story as lines of an archive, dated from today backwards."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.utils import timezone
from markdown_it import MarkdownIt

from apps.archive.format import (
    CommentLine,
    FileLine,
    Line,
    MembershipLine,
    PostLine,
    ReactionLine,
    SpaceLine,
    UserLine,
)
from apps.demo.cast import Cast, dice_of
from apps.demo.story import EVERYONE, CommentStory, PersonStory, PostStory, SpaceStory, Story

# What the writers use and nothing else: "#1" stays "#1", a table of dashes stays dashes.
MARKDOWN = MarkdownIt("zero", {"breaks": True}).enable(["emphasis", "link", "list", "newline"])
JUST_NOW = timedelta(minutes=2)


def lines_of(story: Story, cast: Cast, *, now: datetime) -> Iterator[Line]:
    """Nothing is dated later than `now`; the same story and moment give the same lines."""
    clock = Clock(now)
    for person in story.people:
        yield _person(person, clock)
    yield _whole_company(clock)
    for space in story.spaces:
        yield _space(space, clock)
        since = clock.day(space.created_days_ago)
        for name, role in cast.members(space.slug).items():
            yield MembershipLine(space.slug, name, role, since)
    pinned = set(_pinned(story))
    for post in story.posts:
        yield from _conversation(post, cast, clock, is_pinned=post.id in pinned)


class Clock:
    """Moments counted back from now, in the organisation's time zone."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._today = timezone.localdate(now)

    def day(self, days_ago: int) -> datetime:
        return self.at(days_ago, time(9))

    def at(self, days_ago: int, moment: time) -> datetime:
        day = self._today - timedelta(days=days_ago)
        return min(timezone.make_aware(datetime.combine(day, moment)), self.now - JUST_NOW)

    def begin(self, post: PostStory) -> datetime:
        """When the post was written, so that its last comment too lies before now."""
        last = timedelta(minutes=max((c.after_minutes for c in post.comments), default=0))
        return min(self.at(post.days_ago, post.at), self.now - JUST_NOW - last)

    def soon_after(self, moment: datetime, key: str) -> datetime:
        """Some time within two days, most often within hours."""
        wait = timedelta(hours=48) * dice_of(key).random() ** 3
        return min(moment + timedelta(minutes=1) + wait, self.now - timedelta(seconds=30))


def _person(person: PersonStory, clock: Clock) -> UserLine:
    return UserLine(
        id=person.username,
        name=person.name,
        email=person.email,
        title=person.title,
        department="",
        joined_at=clock.day(person.joined_days_ago),
        username=person.address,
        language=person.language,
    )


def _whole_company(clock: Clock) -> SpaceLine:
    return SpaceLine(
        id=EVERYONE,
        name="",
        description="",
        visibility="open",
        created_at=clock.now,
        slug="",
        purpose="",
        language="",
        charter_note="",
        archived_at=None,
        built_in="everyone",
        person="",
    )


def _space(space: SpaceStory, clock: Clock) -> SpaceLine:
    return SpaceLine(
        id=space.slug,
        name=space.name,
        description=space.description,
        visibility=space.kind,
        created_at=clock.day(space.created_days_ago),
        slug=space.slug,
        purpose=space.purpose,
        language=space.language,
        charter_note=space.charter_note,
        archived_at=None,
        built_in="",
        person="",
    )


def _pinned(story: Story) -> Iterator[str]:
    """The first post of a space, where its owner or an animator says what the space is for."""
    first: dict[str, PostStory] = {}
    for post in story.posts:
        if post.space not in first or post.days_ago > first[post.space].days_ago:
            first[post.space] = post
    for space in story.spaces:
        opening = first.get(space.slug)
        if opening and opening.author in (space.owner, *space.animators):
            yield opening.id


def _conversation(post: PostStory, cast: Cast, clock: Clock, *, is_pinned: bool) -> Iterator[Line]:
    begun = clock.begin(post)
    yield PostLine(
        id=post.id,
        space=post.space,
        author=post.author,
        title=post.title,
        html=to_html(post.body),
        created_at=begun,
        edited_at=None,
        pinned_at=clock.soon_after(begun, f"pin {post.id}") if is_pinned else None,
    )
    for number, file in enumerate(post.files, 1):
        yield FileLine(
            id=f"{post.id}/file{number}",
            post=post.id,
            comment="",
            name=file.name,
            path=file.drawing,
            alt=file.alt,
        )
    for name, kind in cast.reactors(post, post, post.id):
        when = clock.soon_after(begun, f"{post.id} {name}")
        yield ReactionLine(post.id, "", name, kind, when)
    for number, comment in enumerate(post.comments, 1):
        yield from _answer(post, number, comment, cast, clock)


def _answer(
    post: PostStory, number: int, comment: CommentStory, cast: Cast, clock: Clock
) -> Iterator[Line]:
    key = f"{post.id}/{number}"
    said = clock.begin(post) + timedelta(minutes=comment.after_minutes)
    yield CommentLine(
        id=key,
        post=post.id,
        parent=f"{post.id}/{comment.reply_to}" if comment.reply_to else "",
        author=comment.author,
        html=to_html(comment.body),
        created_at=said,
        edited_at=None,
        withdrawn_at=None,
    )
    for name, kind in cast.reactors(post, comment, key):
        yield ReactionLine("", key, name, kind, clock.soon_after(said, f"{key} {name}"))


def to_html(body: str) -> str:
    return str(MARKDOWN.render(body.strip()))
