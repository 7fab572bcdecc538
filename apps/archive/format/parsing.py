"""From the bytes of a line to what it says. Nothing here touches the database."""

from collections.abc import Callable

from apps.archive.format.fields import BrokenLine, Fields, object_of
from apps.archive.format.lines import (
    CommentLine,
    FileLine,
    Header,
    Line,
    MembershipLine,
    PostLine,
    ReactionLine,
    SpaceLine,
    UserLine,
)

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


class BrokenHeader(ValueError):
    """The first line is not that of an archive we read; nothing can be imported."""


def parse_header(raw: bytes) -> Header:
    """Raises `BrokenHeader` with the sentence to print."""
    try:
        fields = Fields(object_of(raw))
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
    values = object_of(raw)
    kind = values.get("type")
    if not isinstance(kind, str) or kind not in PARSERS:
        raise BrokenLine(f"unknown type {str(kind)[:40]!r}")
    return PARSERS[kind](Fields(values))


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
    comment = fields.reference("comment", required=False)
    return FileLine(
        id=fields.reference("id"),
        post="" if comment else fields.reference("post"),
        comment=comment,
        name=fields.text("name", 200, cut=True),
        path=fields.text("path", 500, required=True),
        alt=fields.text("alt", 500, cut=True),
    )


PARSERS: dict[str, Callable[[Fields], Line]] = {
    "user": _user,
    "space": _space,
    "membership": _membership,
    "post": _post,
    "comment": _comment,
    "reaction": _reaction,
    "file": _file,
}
