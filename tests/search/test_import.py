"""What an archive brings is found when the import ends."""

import json
from pathlib import Path

from apps.archive.actions import import_archive
from apps.archive.reading import ArchiveFile
from apps.search.models import SearchEntry
from tests.archive.conftest import DAY, HEADER, space, user


def test_imported_texts_are_found(world, tmp_path: Path, search):
    said = {"author": "u1", "created_at": DAY}
    lines = [
        HEADER,
        user(),
        space(),
        {"type": "post", "id": "p1", "space": "s1", "html": "<p>Une étuve</p>", **said},
        {"type": "comment", "id": "c1", "post": "p1", "html": "<p>Un établi</p>", **said},
    ]
    file = tmp_path / "small.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)))
    for _ in range(2):
        with ArchiveFile(file) as archive:
            import_archive(archive.lines(), header=archive.header)
        assert SearchEntry.objects.count() == 2
        assert len(search(world.member, "étuve ")) == 1
        assert len(search(world.member, "établi before:2025-03-03")) == 1
