"""What a line of a community archive says, checked; the format is in docs/subsystems/archive.md."""

from apps.archive.format.fields import BrokenLine
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
from apps.archive.format.parsing import FORMAT, VERSION, BrokenHeader, parse_header, parse_line

__all__ = [
    "FORMAT",
    "VERSION",
    "BrokenHeader",
    "BrokenLine",
    "CommentLine",
    "FileLine",
    "Header",
    "Line",
    "MembershipLine",
    "PostLine",
    "ReactionLine",
    "SpaceLine",
    "UserLine",
    "parse_header",
    "parse_line",
]
