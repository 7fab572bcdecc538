"""The demo company as its writers put it down, read and checked: apps/demo/company/*.toml.

The forms are described in docs/subsystems/archive.md.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from apps.demo.drawings import DRAWINGS

COMPANY = Path(__file__).parent / "company"
EVERYONE = "everyone"
ROLES = frozenset(
    "employee colleague outsider animator leader communicator analyst admin".split()  # noqa: SIM905
)
REACTIONS = ("thanks", "learned", "me_too", "can_help", "bravo")


class StoryError(ValueError):
    """The content contradicts itself; `problems` holds a sentence for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class UnitStory:
    slug: str
    name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PersonStory:
    username: str
    name: str
    email: str
    title: str
    unit: str
    site: str
    joined_days_ago: int
    manager: str = ""
    language: str = "fr"
    location: str = ""
    phone: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    about: str = ""
    pronouns: str = ""
    role: str = ""

    @property
    def address(self) -> str:
        """The username in addresses, which hold no dots."""
        return self.username.replace(".", "-")


@dataclass(frozen=True, slots=True)
class SpaceStory:
    slug: str
    name: str
    kind: str
    purpose: str
    language: str
    description: str
    created_days_ago: int
    owner: str
    opened_days_ago: int = 0
    charter_note: str = ""
    animators: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    members_units: tuple[str, ...] = ()
    members_sample: int = 0


@dataclass(frozen=True, slots=True)
class CommentStory:
    author: str
    after_minutes: int
    body: str
    reactions: dict[str, int] = field(default_factory=dict)
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class FileStory:
    """`drawing`: which of apps/demo/drawings.py; `alt`: what it shows."""

    name: str
    drawing: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PostStory:
    space: str
    number: int
    days_ago: int
    at: time
    author: str
    body: str
    title: str = ""
    reactions: dict[str, int] = field(default_factory=dict)
    comments: tuple[CommentStory, ...] = ()
    files: tuple[FileStory, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.space}/{self.number}"

    @property
    def everything_said(self) -> "tuple[PostStory | CommentStory, ...]":
        return (self, *self.comments)


@dataclass(frozen=True, slots=True)
class Story:
    name: str
    units: tuple[UnitStory, ...]
    people: tuple[PersonStory, ...]
    spaces: tuple[SpaceStory, ...]
    posts: tuple[PostStory, ...]


def read_story(folder: Path = COMPANY) -> Story:
    """Raises `StoryError` with everything that is wrong, not only the first thing."""
    reader = _Reader(folder)
    organisation = reader.load("organisation.toml")
    story = Story(
        name=organisation.get("name", ""),
        units=tuple(reader.make(UnitStory, organisation.get("unit", []), "unit")),
        people=tuple(reader.make(PersonStory, organisation.get("person", []), "person")),
        spaces=tuple(reader.make(SpaceStory, reader.load("spaces.toml").get("space", []), "space")),
        posts=tuple(reader.posts()),
    )
    problems = reader.problems + list(_contradictions(story))
    if problems:
        raise StoryError(problems)
    return story


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: list[str] = []

    def load(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads((self._folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            self.problems.append(f"{name}: {problem}")
            return {}

    def make(self, shape: Any, entries: list[dict[str, Any]], where: str) -> Iterator[Any]:
        for number, entry in enumerate(entries, 1):
            values = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
            try:
                yield shape(**values)
            except TypeError as problem:
                self.problems.append(f"{where} {number}: {problem}")

    def posts(self) -> Iterator[PostStory]:
        for path in sorted((self._folder / "conversations").glob("*.toml")):
            for number, entry in enumerate(
                self.load(f"conversations/{path.name}").get("post", []), 1
            ):
                where = f"{path.stem}/{number}"
                comments = tuple(
                    self.make(CommentStory, entry.pop("comment", []), f"{where}, comment")
                )
                files = tuple(self.make(FileStory, entry.pop("file", []), f"{where}, file"))
                try:
                    at = time.fromisoformat(entry.pop("at", ""))
                except ValueError as problem:
                    self.problems.append(f"{where}: {problem}")
                    continue
                values = {
                    **entry,
                    "space": path.stem,
                    "number": number,
                    "at": at,
                    "comments": comments,
                    "files": files,
                }
                yield from self.make(PostStory, [values], where)


def _contradictions(story: Story) -> Iterator[str]:
    units = {unit.slug for unit in story.units}
    people = {person.username for person in story.people}
    spaces = {space.slug for space in story.spaces} | {EVERYONE}
    for person in story.people:
        yield from _unknown(person.username, "unit", {person.unit, person.site}, units)
        yield from _unknown(person.username, "manager", {person.manager} - {""}, people)
        yield from _unknown(person.username, "role", {person.role} - {""}, ROLES)
    for space in story.spaces:
        named = {space.owner, *space.animators, *space.members}
        yield from _unknown(space.slug, "person", named, people)
        yield from _unknown(space.slug, "unit", set(space.members_units), units)
    for post in story.posts:
        authors = {said.author for said in post.everything_said}
        yield from _unknown(post.id, "space", {post.space}, spaces)
        yield from _unknown(post.id, "author", authors, people)
        drawn = {file.drawing for file in post.files}
        yield from _unknown(post.id, "drawing", drawn, set(DRAWINGS))
        yield from _replies(post)
        for said in post.everything_said:
            yield from _unknown(post.id, "reaction", set(said.reactions), set(REACTIONS))


def _unknown(
    where: str, what: str, named: set[str], known: set[str] | frozenset[str]
) -> Iterator[str]:
    for name in sorted(named - known):
        yield f"{where}: the {what} {name!r} does not exist"


def _replies(post: PostStory) -> Iterator[str]:
    for number, comment in enumerate(post.comments, 1):
        if not 0 <= comment.reply_to < number:
            yield f"{post.id}: comment {number} replies to one not before it"
