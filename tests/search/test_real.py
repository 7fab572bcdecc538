"""In a real community one finds what one remembers. Skipped where there is none."""

import os
from pathlib import Path

import pytest

from apps.archive.actions import import_archive
from apps.archive.reading import ArchiveFile

FILE = Path(os.environ.get("RSN_COMMUNITY_ARCHIVE", "") or "no-such-file")


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not FILE.is_file(), reason="RSN_COMMUNITY_ARCHIVE names no archive")
def test_distinctive_phrases_are_among_the_first_three(db):
    from bench.search_real import sample, score

    with ArchiveFile(FILE) as archive:
        import_archive(archive.lines(), header=archive.header)
    phrases = sample()
    assert len(phrases) == 200
    for as_phrase in (False, True):
        said = score(phrases, as_phrase=as_phrase)
        assert said.share >= 0.95, "\n".join(said.missed)
