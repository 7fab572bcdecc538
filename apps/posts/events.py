from dataclasses import dataclass, field

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class PostEvent(Event):
    """`circle_id`: the post is kept for those who read before its space was opened. No frame tells
    the others that anything happens in it.
    """

    post_id: int
    circle_id: int | None = None

    @property
    def keys(self) -> list[str]:
        return [f"post.{self.post_id}"]

    @property
    def topics(self) -> list[str]:
        return [] if self.circle_id else super().topics


@dataclass(frozen=True, kw_only=True)
class PostCreated(PostEvent):
    """`quiet_until` (ISO 8601): its author wrote outside their hours and asked that nobody is told
    before.
    """

    name = "post.created"

    is_announcement: bool = False
    quiet_until: str | None = None


@dataclass(frozen=True, kw_only=True)
class PostEdited(PostEvent):
    name = "post.edited"


@dataclass(frozen=True, kw_only=True)
class PostWithdrawn(PostEvent):
    name = "post.withdrawn"


@dataclass(frozen=True, kw_only=True)
class PostPinned(PostEvent):
    """Pinned to, or taken down from, the top of its space."""

    name = "post.pinned"


@dataclass(frozen=True, kw_only=True)
class PostReacted(PostEvent):
    """A reaction to the post was given, changed or taken back."""

    name = "post.reacted"


@dataclass(frozen=True, kw_only=True)
class AttachmentsSettled(PostEvent):
    """What is attached to the post, or under it, is shown otherwise: it was checked, described."""

    name = "attachments.settled"


@dataclass(frozen=True, kw_only=True)
class CommentEvent(PostEvent):
    comment_id: int

    @property
    def keys(self) -> list[str]:
        return [f"post.{self.post_id}", f"comment.{self.comment_id}"]


@dataclass(frozen=True, kw_only=True)
class CommentCreated(CommentEvent):
    name = "comment.created"


@dataclass(frozen=True, kw_only=True)
class CommentEdited(CommentEvent):
    name = "comment.edited"


@dataclass(frozen=True, kw_only=True)
class CommentWithdrawn(CommentEvent):
    name = "comment.withdrawn"


@dataclass(frozen=True, kw_only=True)
class CommentReacted(CommentEvent):
    name = "comment.reacted"


@dataclass(frozen=True, kw_only=True)
class PersonMentioned(PostEvent):
    """People (their ids) are named in a post, or in its comment `comment_id`, for the first time.

    All of them may read it now. `quiet_until` is that of the post.
    """

    name = "person.mentioned"
    # That the words changed is told by the event of the words; whom they name is theirs alone.
    goes_to_space = False

    comment_id: int | None = None
    people: list[int] = field(default_factory=list)
    quiet_until: str | None = None


@dataclass(frozen=True, kw_only=True)
class GuestInvited(PostEvent):
    """`person_id`, who does not read the space, was given this post. Its readers may know."""

    name = "guest.invited"
    goes_to_person = False


@dataclass(frozen=True, kw_only=True)
class GuestEnded(PostEvent):
    name = "guest.ended"
    goes_to_person = False


@dataclass(frozen=True, kw_only=True)
class PostOpened(PostEvent):
    """All who wrote in a conversation of before the opening of its space agreed to open it."""

    name = "post.opened"


@dataclass(frozen=True, kw_only=True)
class AuthorAnonymised(Event):
    """`person_id` left the space; their words there no longer bear their name."""

    name = "author.anonymised"
    goes_to_space = False
    goes_to_person = False


@dataclass(frozen=True, kw_only=True)
class AudienceGrew(Event):
    """More people read `posts` (ids, of one author, `person_id`, in one space) than before: `now`,
    when between `least` and `most` did.
    """

    name = "audience.grew"
    goes_to_space = False
    goes_to_person = False

    posts: list[int] = field(default_factory=list)
    least: int = 0
    most: int = 0
    now: int = 0
