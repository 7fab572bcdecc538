"""What a line of a community archive says, checked field by field.

The format is in docs/subsystems/archive.md. Nothing here touches the database.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

FORMAT = "rsn-archive"
VERSION = 1

KINDS = {
    "open": "open",
    "public": "open",
    "on_request": "on_request",
    "private": "on_request",
    "confidential": "confidential",
}
ROLES = frozenset({"member", "animator", "owner"})
REACTIONS = {
    **{kind: kind for kind in ("thanks", "learned", "me_too", "can_help", "bravo")},
    # Words of other networks that mean one of ours.
    **dict.fromkeys(("like", "love", "thumbs_up", "+1", "heart"), "thanks"),
    **dict.fromkeys(("insightful", "idea", "curious"), "learned"),
    **dict.fromkeys(("celebrate", "clap", "tada", "praise"), "bravo"),
    **dict.fromkeys(("support", "care"), "can_help"),
}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_ADDRESS = re.compile(r"[^\s@,;<>\"()]{1,64}@[^\s@,;<>\"()]{1,189}")


class BrokenHeader(ValueError):
    """The first line is not that of an archive we read; nothing can be imported."""


class BrokenLine(ValueError):
    """One line cannot be used, and why; the others can."""


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
    name: str

    kind = "file"


Line = UserLine | SpaceLine | MembershipLine | PostLine | CommentLine | ReactionLine | FileLine


def parse_header(raw: bytes) -> Header:
    """Raises `BrokenHeader` with the sentence to print."""
    try:
        fields = Fields(_object(raw))
        if fields.text("format", 40) != FORMAT:
            raise BrokenHeader(f'The first line does not say "format": "{FORMAT}".')
        if fields.values.get("version") != VERSION:
            raise BrokenHeader(
                f"The archive has version {fields.values.get('version')!r}; "
                f"this program reads version {VERSION}."
            )
        name = fields.text("name", 200)
        return Header(name, fields.text("language", 5), fields.text("id", 64) or name)
    except BrokenLine as problem:
        raise BrokenHeader(f"The first line cannot be read: {problem}.") from None


def parse_line(raw: bytes) -> Line:
    """Raises `BrokenLine`."""
    values = _object(raw)
    kind = values.get("type")
    if not isinstance(kind, str) or kind not in PARSERS:
        raise BrokenLine(f"unknown type {str(kind)[:40]!r}")
    return PARSERS[kind](Fields(values))


class Fields:
    """Reads the fields of one object; each method raises `BrokenLine` naming the field."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str, at_most: int, *, required: bool = False, cut: bool = False) -> str:
        value = self.values.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise BrokenLine(f'"{name}" is not a text')
        if required and not value.strip():
            raise BrokenLine(f'"{name}" is missing')
        if len(value) > at_most:
            if not cut:
                raise BrokenLine(f'"{name}" is longer than {at_most:,} characters')
            value = value[: at_most - 1].rstrip() + "…"
        return value

    def reference(self, name: str, *, required: bool = True) -> str:
        value = self.text(name, 200, required=required)
        if _UNPRINTABLE.search(value):
            raise BrokenLine(f'"{name}" contains control characters')
        return value

    def moment(self, name: str, *, required: bool = True) -> datetime | None:
        value = self.text(name, 40, required=required)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise BrokenLine(f'"{name}" is not a date: {value!r}') from None
        # A day of tolerance for clocks and zones; beyond, it would lead every feed for years.
        if moment > datetime.now(UTC) + timedelta(days=1):
            raise BrokenLine(f'"{name}" lies in the future: {value!r}')
        return moment

    def since(self, name: str) -> datetime:
        return cast("datetime", self.moment(name))

    def one_of(self, name: str, choices: Any, default: str = "") -> str:
        value = self.text(name, 40) or default
        if value not in choices:
            raise BrokenLine(f'"{name}" is {value!r}, not one of {", ".join(choices)}')
        return value

    def email(self) -> str:
        value = self.text("email", 254).strip().lower()
        if value and not _ADDRESS.fullmatch(value):
            raise BrokenLine(f'"email" is not an address: {value!r}')
        return value


def _user(fields: Fields) -> UserLine:
    return UserLine(
        id=fields.reference("id"),
        name=fields.text("name", 150, required=True),
        email=fields.email(),
        title=fields.text("title", 150, cut=True),
        department=fields.text("department", 120, cut=True),
        joined_at=fields.since("joined_at"),
        username=fields.text("username", 80),
        language=fields.text("language", 5),
    )


def _space(fields: Fields) -> SpaceLine:
    built_in = fields.one_of("built_in", ("", "everyone", "person"))
    return SpaceLine(
        id=fields.reference("id"),
        name=fields.text("name", 120, required=not built_in, cut=True),
        description=fields.text("description", 2000, cut=True),
        visibility=KINDS[fields.one_of("visibility", KINDS, default="open" if built_in else "")],
        created_at=fields.since("created_at"),
        slug=fields.text("slug", 120),
        purpose=fields.text("purpose", 20),
        language=fields.text("language", 5),
        charter_note=fields.text("charter_note", 2000, cut=True),
        archived_at=fields.moment("archived_at", required=False),
        built_in=built_in,
        person=fields.reference("person", required=built_in == "person"),
    )


def _membership(fields: Fields) -> MembershipLine:
    return MembershipLine(
        space=fields.reference("space"),
        user=fields.reference("user"),
        role=fields.one_of("role", ROLES, default="member"),
        joined_at=fields.moment("joined_at", required=False),
    )


def _post(fields: Fields) -> PostLine:
    return PostLine(
        id=fields.reference("id"),
        space=fields.reference("space"),
        author=fields.reference("author"),
        title=fields.text("title", 200, cut=True),
        html=fields.text("html", 4_000_000),
        created_at=fields.since("created_at"),
        edited_at=fields.moment("edited_at", required=False),
        pinned_at=fields.moment("pinned_at", required=False),
    )


def _comment(fields: Fields) -> CommentLine:
    return CommentLine(
        id=fields.reference("id"),
        post=fields.reference("post"),
        parent=fields.reference("parent", required=False),
        author=fields.reference("author"),
        html=fields.text("html", 4_000_000),
        created_at=fields.since("created_at"),
        edited_at=fields.moment("edited_at", required=False),
        withdrawn_at=fields.moment("withdrawn_at", required=False),
    )


def _reaction(fields: Fields) -> ReactionLine:
    comment = fields.reference("comment", required=False)
    return ReactionLine(
        post=fields.reference("post", required=not comment),
        comment=comment,
        user=fields.reference("user"),
        reaction=REACTIONS[fields.one_of("kind", REACTIONS)],
        created_at=fields.since("created_at"),
    )


def _file(fields: Fields) -> FileLine:
    return FileLine(name=fields.text("name", 200, cut=True))


PARSERS: dict[str, Callable[[Fields], Line]] = {
    "user": _user,
    "space": _space,
    "membership": _membership,
    "post": _post,
    "comment": _comment,
    "reaction": _reaction,
    "file": _file,
}


def _object(raw: bytes) -> dict[str, Any]:
    try:
        values = json.loads(raw)
        # Half a surrogate pair is legal JSON, and no text that a database stores.
        if b"\\ud" in raw or b"\\uD" in raw:
            json.dumps(values, ensure_ascii=False).encode()
    except UnicodeError:
        raise BrokenLine("not valid UTF-8") from None
    except RecursionError:
        raise BrokenLine("nested too deeply") from None
    except ValueError as problem:
        raise BrokenLine(f"not valid JSON: {problem}") from None
    if not isinstance(values, dict):
        raise BrokenLine("not a JSON object")
    return values
