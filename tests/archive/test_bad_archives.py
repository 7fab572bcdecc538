"""Archives that are damaged, hostile, or something else."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.archive.format import BrokenHeader
from apps.archive.reading import MAX_LINE, ArchiveFile
from apps.posts.models import Comment, Post
from apps.profiles.models import User
from tests.archive.conftest import HEADER, SMALL, comment, membership, post, reaction, space, user

pytestmark = pytest.mark.django_db

BROKEN = {
    "not json": b"{oops",
    "not an object": b"[1]",
    "not utf-8": b'{"type":"user","id":"\xff"}',
    "half a surrogate": json.dumps(comment(9, html="\ud800")).encode(),
    "nested too deeply": b"[" * 100_000,
    "unknown type": {"type": "poll"},
    "no type": {"id": "x"},
    "type of another type": {"type": ["user"]},
    "id missing": user(9, id=""),
    "id with control characters": user(9, id="u\x00"),
    "id not a text": user(9, id=7),
    "name missing": user(9, name=" "),
    "name of control characters": user(9, name="\u202e"),
    "e-mail": user(9, email="nobody"),
    "date": post(9, created_at="yesterday"),
    "date missing": post(9, created_at=None),
    "date in the future": post(9, created_at="2999-01-01T00:00:00Z"),
    "date out of range": post(9, created_at="0001-01-01T00:00:00+23:59"),
    "visibility": space(9, visibility="secret"),
    "role": membership(user="u2", role="god"),
    "reaction": reaction(kind="angry"),
    "author unknown": post(9, author="u404"),
    "space unknown": post(9, space="s404"),
    "post unknown": comment(9, post="p404"),
    "comment unknown": comment(9, parent="c404"),
    "empty": comment(9, html="<p> </p>"),
    "nothing but script": comment(9, html="<script>x</script>"),
    "title not a text": post(9, title={"x": 1}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_is_reported_and_the_others_are_imported(bring_in, name: str) -> None:
    *before, last = SMALL
    report = bring_in([*before, BROKEN[name], last])

    assert report.written["comment"] == 2
    assert report.skipped.total() == 1
    (numbers,) = report.reasons.values()
    assert numbers == [len(before) + 2]
    assert "database" not in next(iter(report.reasons)), "found by us, not by the database"


def test_a_reference_before_its_object_is_broken(bring_in) -> None:
    report = bring_in([user(1), post(1), space(1)])
    assert not Post.objects.exists()
    assert list(report.reasons.values()) == [[3]]


def test_an_answer_under_another_post_is_broken(bring_in) -> None:
    report = bring_in([*SMALL, post(2), comment(3, post="p2", parent="c1")])
    assert report.skipped["comment"] == 1
    assert Comment.objects.count() == 2


def test_a_file_is_left_out_and_counted(bring_in) -> None:
    report = bring_in(
        [
            *SMALL,
            {"type": "file", "id": "f1", "post": "p1", "name": "a.pdf", "path": "../../etc/passwd"},
        ]
    )
    assert report.skipped["file"] == 1
    assert "there are no files beside this archive" in report.explanations()[0]


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{oops",
        b"[]",
        b"\xff\xfe",
        {"format": "something-else", "version": 1},
        {**HEADER, "version": 2},
        {**HEADER, "version": "1"},
        {**HEADER, "name": 3},
        user(1),
    ],
)
def test_a_broken_header_stops_at_once(write, header) -> None:
    with pytest.raises(CommandError, match="Nothing was written"):
        call_command("import_archive", write(SMALL, header=header))
    assert not User.objects.exists()


def test_a_file_that_is_not_there(tmp_path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_archive", tmp_path / "none.jsonl")


def test_a_gzip_cut_short_gives_what_it_holds(write) -> None:
    path = write(
        [*SMALL, *(comment(n, created_at="2025-03-04T10:00:00Z") for n in range(10, 3000))],
        name="a.jsonl.gz",
    )
    path.write_bytes(path.read_bytes()[:-4000])
    output = io.StringIO()
    call_command("import_archive", path, stdout=output)
    assert Post.objects.count() == 1
    assert "damaged from here on" in output.getvalue()


def test_a_line_too_long_is_passed_over(write) -> None:
    endless = post(1, html="x" * (MAX_LINE + MAX_LINE // 2))
    with ArchiveFile(write([user(1), endless, user(2)])) as archive:
        kinds = [getattr(line, "kind", str(line)) for _, line in archive.lines()]
    assert kinds == ["user", "longer than 16 MB", "user"]


@pytest.mark.parametrize("inner", ["archive.jsonl", "folder/archive.jsonl.gz"])
def test_a_zip(write, tmp_path, inner: str) -> None:
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(write(SMALL, name=inner.rsplit("/", 1)[-1]), inner)
        archive.writestr("files/f1", b"x")
    call_command("import_archive", path, stdout=io.StringIO())
    assert Post.objects.count() == 1


def test_a_zip_without_an_archive(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(BrokenHeader):
        ArchiveFile(tmp_path / "a.zip")


def test_what_only_the_database_refuses_costs_its_own_line(bring_in, db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE posts_comment ADD CONSTRAINT no_two CHECK (text <> 'Réponse 2')"
        )
    report = bring_in([*SMALL, comment(3)])
    assert report.written["comment"] == 2
    assert [r for r in report.reasons if r.startswith("the database refuses it")]
    assert Post.objects.get().comments_count == 2
