"""Files beside an archive: in a folder or a zip, in and out, and nothing else of the disk."""

import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from apps.archive.actions import export_archive, import_archive
from apps.archive.beside import Folder
from apps.archive.reading import ArchiveFile
from apps.files import storage
from apps.files.actions import settle_file, waiting_files
from apps.files.models import StoredFile
from apps.posts.actions import create_comment, create_post, upload_file, withdraw_post
from apps.posts.models import Attachment, Post
from tests.archive.conftest import SMALL, space, user
from tests.conftest import make_person, make_space
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def file(number: int = 1, **values):
    where = {} if "comment" in values else {"post": "p1"}
    return {
        "type": "file",
        "id": f"f{number}",
        **where,
        "name": "a.pdf",
        "path": f"files/f{number}",
        **values,
    }


@pytest.fixture
def with_files(tmp_path):
    """Files beside the archive that `write` makes: `with_files(f1=b"…")`."""

    def beside(**contents: bytes) -> None:
        (tmp_path / "files").mkdir(exist_ok=True)
        for name, content in contents.items():
            (tmp_path / "files" / name).write_bytes(content)

    return beside


@pytest.fixture
def bring_in(write):
    """Import these lines with what lies beside them."""

    def run(lines, **options):
        with ArchiveFile(write(lines)) as archive:
            return import_archive(
                archive.lines(), header=archive.header, beside=archive.beside, **options
            )

    return run


def kept() -> list[tuple[str, str, bytes]]:
    """Name, state and bytes of each attachment, in order."""
    rows = []
    for attachment in Attachment.objects.select_related("file").order_by("file_id"):
        with storage.opened(attachment.file.stored_as) as stream:
            rows.append((attachment.file.name, attachment.file.state, stream.read()))
    return rows


def test_files_come_with_their_words(with_files, bring_in):
    with_files(f1=samples.PDF, f2=b"Bonjour\n")
    lines = [*SMALL, file(1), file(2, comment="c2", name="../../etc/note.txt", alt=" x ")]
    report = bring_in(lines)
    assert report.is_complete, report.explanations()
    assert (report.written["file"], Attachment.objects.count()) == (2, 2)
    first, second = Attachment.objects.select_related("file").order_by("file_id")
    assert (first.post.title, first.file.uploader) == ("Titre 1", first.post.author)
    assert (second.comment.post, second.alt, second.file.name) == (first.post, "x", "note.txt")
    # Nobody is given them before they were checked, and a round does that.
    assert {row[1] for row in kept()} == {"scanning"}
    for file_id in waiting_files(older_than=timedelta(minutes=2), most=10):
        settle_file(file_id)
    assert kept() == [
        ("a.pdf", "ready", samples.PDF),
        ("note.txt", "ready", b"Bonjour\n"),
    ]
    again = bring_in(lines)
    assert (again.written["file"], again.already_here["file"]) == (0, 2)


def test_a_dry_run_keeps_no_byte(with_files, bring_in, settings):
    with_files(f1=samples.PDF)
    assert bring_in([*SMALL, file(1)], is_dry_run=True).written["file"] == 1
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.parametrize(
    "path",
    [
        "../secret",
        "/etc/passwd",
        "files/../../secret",
        "..",
        "files/link",
        "files",
        "files/none",
        "a\\b",
    ],
)
def test_nothing_else_of_the_disk_is_taken(path, with_files, bring_in, tmp_path):
    (tmp_path.parent / "secret").write_text("SECRET")
    with_files(f1=samples.PDF)
    (tmp_path / "files" / "link").symlink_to(tmp_path.parent / "secret")
    report = bring_in([*SMALL, file(1, path=path)])
    assert report.skipped["file"] == 1
    assert not Attachment.objects.exists()


def test_what_may_not_be_attached_is_not_imported(with_files, bring_in, settings):
    settings.RSN_FILE_MAX_MB = 1
    with_files(f1=samples.EXE, f2=b"x" * (1024 * 1024 + 1), f3=samples.bomb().read())
    report = bring_in([*SMALL, file(1, name="plan.pdf"), file(2), file(3)])
    assert (report.written["file"], report.skipped["file"]) == (0, 3)
    assert Post.objects.count() == 1


def test_without_files_beside_it_the_words_come(bring_in):
    report = bring_in([*SMALL, file(1)])
    assert report.skipped["file"] == 1
    assert "is not beside the archive" in " ".join(report.explanations())


def test_what_goes_out_comes_back_the_same(tmp_path, django_capture_on_commit_callbacks):
    owner, reader = make_person("Odile Owner"), make_person("Éric Reader")
    place = make_space(owner, name="Atelier")
    sent = [
        upload_file(uploader=owner, upload=samples.picture("été.jpg")),
        upload_file(uploader=owner, upload=samples.upload("a.pdf", samples.PDF)),
        upload_file(uploader=reader, upload=samples.upload("b.txt")),
        upload_file(uploader=owner, upload=samples.upload("gone.txt")),
    ]
    for attachment in sent:
        with django_capture_on_commit_callbacks(execute=True):
            settle_file(attachment.file_id)
    picture, paper, note, gone = (attachment.file.uuid for attachment in sent)
    post = create_post(
        author=owner, space=place, body="x", files=[paper, picture], alts={picture: "Un été"}
    )
    create_comment(author=reader, post=post, body="y", files=[note])
    withdraw_post(actor=owner, post=create_post(author=owner, space=place, body="z", files=[gone]))
    path = tmp_path / "out.zip"
    counts = export_archive(path)
    assert counts["file"] == 3
    with zipfile.ZipFile(path) as archive:
        lines = [json.loads(line) for line in archive.read("archive.jsonl").splitlines()]
    files = [line for line in lines[1:] if line["type"] == "file"]
    assert [line["name"] for line in files] == ["a.pdf", "b.txt", "été.jpg"]
    before = kept()
    with ArchiveFile(path) as archive:
        own = import_archive(archive.lines(), header=archive.header, beside=archive.beside)
    assert (own.written["file"], own.already_here["file"]) == (0, 3), "our own, read back here"
    with ArchiveFile(path) as archive:
        report = import_archive(
            archive.lines(), header=archive.header, beside=archive.beside, identity="elsewhere"
        )
    assert report.written["file"] == 3
    copy = Post.objects.exclude(pk=post.pk).get(withdrawn_at=None, comments_count=1)
    names = [(a.file.name, a.alt) for a in copy.attachments.select_related("file").in_order()]
    assert names == [("a.pdf", ""), ("été.jpg", "Un été")]
    assert len(before) == 4


def test_without_a_zip_files_come_beside_it(tmp_path):
    owner = make_person()
    sent = upload_file(uploader=owner, upload=samples.upload("a.pdf", samples.PDF))
    settle_file(sent.file_id)
    create_post(author=owner, space=make_space(owner), body="x", files=[sent.file.uuid])
    export_archive(tmp_path / "out.jsonl.gz")
    out = tmp_path / "files" / f"f{sent.file_id}"
    assert out.read_bytes() == samples.PDF
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_not_there_is_said(tmp_path, settings):
    owner = make_person()
    sent = upload_file(uploader=owner, upload=samples.upload("a.pdf", samples.PDF))
    settle_file(sent.file_id)
    create_post(author=owner, space=make_space(owner), body="x", files=[sent.file.uuid])
    out = tmp_path / "out.zip"
    call_command("export_archive", str(out))
    (settings.MEDIA_ROOT / StoredFile.objects.get().stored_as).unlink()
    with pytest.raises(CommandError, match=r"without 1 attached file that was not found.*a\.pdf"):
        call_command("export_archive", str(out))
    with zipfile.ZipFile(out) as archive:
        assert b'"type": "post"' in archive.read("archive.jsonl").replace(b'":"', b'": "')


def test_a_folder_named_with_files_is_where_they_are(tmp_path, write):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "files").mkdir(parents=True)
    (elsewhere / "files" / "f1").write_bytes(samples.PDF)
    with ArchiveFile(write([user(1), user(2), space(1), *SMALL[3:], file(1)])) as archive:
        report = import_archive(archive.lines(), header=archive.header, beside=Folder(elsewhere))
    assert report.written["file"] == 1
