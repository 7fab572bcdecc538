"""What an archive's ids are here: resolved a batch at a time, remembered for the next import."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from apps.archive.beside import Beside
from apps.archive.format import (
    BrokenLine,
    CommentLine,
    FileLine,
    Header,
    Line,
    PostLine,
    SpaceLine,
    UserLine,
)
from apps.archive.models import ImportedItem
from apps.core.normalise import normalise
from apps.files.models import StoredFile
from apps.posts.models import Comment, Post
from apps.profiles.models import User
from apps.spaces.models import Space

Reference = tuple[str, str]

COLUMNS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "user": (User, ("email", "display_name", "joined_at")),
    "space": (Space, ("created_at", "built_in")),
    "post": (Post, ("published_at",)),
    "file": (StoredFile, ("created_at",)),
    "comment": (Comment, ("published_at", "post_id", "parent_id")),
}


MENTIONS = (
    ("user", "user"),
    ("author", "user"),
    ("person", "user"),
    ("space", "space"),
    ("post", "post"),
    ("comment", "comment"),
    ("parent", "comment"),
)
_OURS = re.compile(r"[a-z][0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Run:
    """One import: of which archive, and how it is marked. `imported_at` None: not as imported.

    `beside`: where the bytes of its files are; None: there are none. Bytes cannot
    be taken back with a transaction: a dry run keeps none of them (`keeps_files`).
    """

    archive: str
    language: str
    imported_at: datetime | None
    is_own: bool = False
    beside: Beside | None = None
    keeps_files: bool = True


class AnotherCommunity(Exception):
    """The archive's ids were imported before as other people: two communities, one name."""


def archive_key(header: Header, name: str = "") -> str:
    """What `ImportedItem.archive` holds: the same for every export of the same community.

    A community is known by the `id` of its header, else by its name; `name` overrides both.
    """
    identity = name or header.identity
    return f"{slugify(normalise(header.name))[:40]}-{_digest(identity)}".lstrip("-")


def own_identity() -> str:
    """The `id` of this installation's exports: from the birth of its whole-company space."""
    born = Space.objects.filter(built_in=Space.BuiltIn.EVERYONE).values_list(
        "created_at", flat=True
    )
    return f"rsn-{_digest(born.get().isoformat())}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]


class Ids:
    """The objects that the lines of one batch define or mention."""

    def __init__(self, run: Run, lines: Iterable[Line]) -> None:
        self._run = run
        self._found: dict[Reference, Model | None] = {}
        self._new: list[tuple[Reference, Model]] = []
        lines = list(lines)
        self._resolve({reference for line in lines for reference in _references(line)})
        if run.is_own:
            self._recognise(lines)

    def get(self, kind: str, external_id: str) -> Any:
        """The object behind a reference. Raises `BrokenLine` when there is none."""
        try:
            found = self._found[kind, external_id]
        except KeyError:
            raise BrokenLine(f"it refers to a {kind} that is not known") from None
        if found is None:
            raise BrokenLine(f"it refers to a {kind} that was removed here since")
        return found

    def is_known(self, kind: str, external_id: str) -> bool:
        """Whether the id was imported before, in this batch or an earlier run.

        What was removed here since counts: an import brings nothing back.
        """
        return (kind, external_id) in self._found

    def define(self, kind: str, external_id: str, what: Model) -> None:
        """Say what an id is, now and in later runs; `what` may be saved later."""
        self._found[kind, external_id] = what
        self._new.append(((kind, external_id), what))

    def save(self) -> None:
        ImportedItem.objects.bulk_create(
            [
                ImportedItem(
                    archive=self._run.archive, kind=kind, external_id=external_id, object_id=what.pk
                )
                for (kind, external_id), what in self._new
            ],
            batch_size=5000,
        )

    def check_community(self, lines: Iterable[Line]) -> None:
        """Raises `AnotherCommunity` when most known people of the batch are somebody else."""
        known = same = 0
        for line in lines:
            person = self._found.get(("user", line.id)) if isinstance(line, UserLine) else None
            if isinstance(line, UserLine) and isinstance(person, User):
                known += 1
                same += person.email == line.email or person.display_name == line.name
        if same * 2 < known:
            raise AnotherCommunity

    def _resolve(self, references: set[Reference]) -> None:
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for kind, external_id in references:
            wanted[kind].append(external_id)
        for kind, external_ids in wanted.items():
            rows = ImportedItem.objects.filter(
                archive=self._run.archive, kind=kind, external_id__in=external_ids
            )
            here = dict(rows.values_list("external_id", "object_id"))
            objects = _load(kind, here.values())
            self._found |= {(kind, e): objects.get(pk) for e, pk in here.items()}

    def _recognise(self, lines: Iterable[Line]) -> None:
        """Our own export read back: same id, same moment of birth, same thing."""
        born: defaultdict[str, dict[int, tuple[str, datetime]]] = defaultdict(dict)
        for line in lines:
            # Ids of ours are a letter and a primary key.
            if isinstance(line, SpaceLine | PostLine | CommentLine) and _OURS.fullmatch(line.id):
                born[line.kind][int(line.id[1:])] = (line.id, line.created_at)
        for kind, candidates in born.items():
            column = COLUMNS[kind][1][0]
            for pk, found in _load(kind, candidates).items():
                external_id, moment = candidates[pk]
                if getattr(found, column) == moment and not self.is_known(kind, external_id):
                    self.define(kind, external_id, found)


def _load(kind: str, primary_keys: Iterable[int]) -> dict[int, Any]:
    model, columns = COLUMNS[kind]
    found: dict[int, Any] = model.objects.only("pk", *columns).in_bulk(list(primary_keys))
    return found


def _references(line: Line) -> Iterator[Reference]:
    """The ids a line defines and mentions, each with the kind of thing it is."""
    if isinstance(line, UserLine | SpaceLine | PostLine | CommentLine | FileLine):
        yield line.kind, line.id
    for name, kind in MENTIONS:
        if mentioned := getattr(line, name, ""):
            yield kind, mentioned
