"""Small archives, written line by line."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from apps.archive.actions import import_archive
from apps.archive.reading import ArchiveFile
from apps.archive.report import Report

HEADER = {"format": "rsn-archive", "version": 1, "name": "Atelier", "language": "fr"}
DAY = "2025-03-01T10:00:00Z"


def user(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "type": "user",
        "id": f"u{number}",
        "name": f"Personne {number}",
        "email": f"p{number}@archive.example",
        "title": "Ajusteuse",
        "department": "Production",
        "joined_at": DAY,
        **values,
    }


def space(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "type": "space",
        "id": f"s{number}",
        "name": f"Espace {number}",
        "visibility": "open",
        "created_at": DAY,
        **values,
    }


def membership(space: str = "s1", user: str = "u1", **values: Any) -> dict[str, Any]:
    return {"type": "membership", "space": space, "user": user, "role": "member", **values}


def post(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "type": "post",
        "id": f"p{number}",
        "space": "s1",
        "author": "u1",
        "title": f"Titre {number}",
        "html": f"<p>Post {number}</p>",
        "created_at": "2025-03-02T10:00:00Z",
        **values,
    }


def comment(number: int = 1, **values: Any) -> dict[str, Any]:
    return {
        "type": "comment",
        "id": f"c{number}",
        "post": "p1",
        "author": "u2",
        "html": f"<p>Réponse {number}</p>",
        "created_at": f"2025-03-03T10:{number:02}:00Z",
        **values,
    }


def reaction(**values: Any) -> dict[str, Any]:
    return {
        "type": "reaction",
        "post": "p1",
        "user": "u2",
        "kind": "like",
        "created_at": DAY,
        **values,
    }


SMALL = [
    user(1),
    user(2),
    space(1),
    membership(),
    membership(user="u2"),
    post(1),
    comment(1),
    comment(2),
]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines (objects, or raw bytes for broken ones) as an archive file."""

    def write_archive(lines: list[Any], header: Any = None, name: str = "archive.jsonl") -> Path:
        path = tmp_path / name
        raw = [
            line if isinstance(line, bytes) else json.dumps(line).encode()
            for line in [HEADER if header is None else header, *lines]
        ]
        content = b"\n".join(raw) + b"\n"
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write_archive


@pytest.fixture
def bring_in(write: Write) -> Callable[..., Report]:
    """Import these lines and give the report."""

    def run(lines: list[Any], header: Any = None, **options: Any) -> Report:
        with ArchiveFile(write(lines, header)) as archive:
            return import_archive(archive.lines(), header=archive.header, **options)

    return run
