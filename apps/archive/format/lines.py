"""What the lines of a community archive hold, once they are read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Header:
    """`identity` is what the archive's community is known by from one export to the next."""

    name: str
    language: str
    identity: str


@dataclass(frozen=True, slots=True)
class UserLine:
    id: str
    name: str
    email: str
    title: str
    department: str
    joined_at: datetime
    username: str
    language: str

    kind = "user"


@dataclass(frozen=True, slots=True)
class SpaceLine:
    """`built_in` says which of this installation's own spaces is meant: "everyone", "person"."""

    id: str
    name: str
    description: str
    visibility: str
    created_at: datetime
    slug: str
    purpose: str
    language: str
    charter_note: str
    archived_at: datetime | None
    built_in: str
    person: str

    kind = "space"


@dataclass(frozen=True, slots=True)
class MembershipLine:
    space: str
    user: str
    role: str
    joined_at: datetime | None

    kind = "membership"


@dataclass(frozen=True, slots=True)
class PostLine:
    id: str
    space: str
    author: str
    title: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    pinned_at: datetime | None

    kind = "post"


@dataclass(frozen=True, slots=True)
class CommentLine:
    id: str
    post: str
    parent: str
    author: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None

    kind = "comment"


@dataclass(frozen=True, slots=True)
class ReactionLine:
    """Of `user` to a post or, when `comment` is given, to a comment."""

    post: str
    comment: str
    user: str
    reaction: str
    created_at: datetime

    kind = "reaction"


@dataclass(frozen=True, slots=True)
class FileLine:
    """With a post or, when `comment` is given, with a comment; its bytes at `path` beside the
    archive. `alt`: what a picture shows. What it is called here and there (`mime`) is not believed.
    """

    id: str
    post: str
    comment: str
    name: str
    path: str
    alt: str

    kind = "file"


Line = UserLine | SpaceLine | MembershipLine | PostLine | CommentLine | ReactionLine | FileLine
