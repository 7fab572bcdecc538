"""What arrives: looked at, kept, made anew; by its content, never by its name."""

from io import BytesIO

import pytest
from PIL import Image

from apps.core.errors import InvalidInput
from apps.files import storage
from apps.files.models import StoredFile
from tests.files import samples


def test_a_picture_is_made_anew(person, send):
    file = send(person(), samples.picture(size=(1500, 1000))).file
    assert (file.state, file.family, file.mime) == ("ready", "picture", "image/jpeg")
    assert (file.width, file.height) == (1500, 1000)
    widths = {(r.width, r.format) for r in file.renditions.all()}
    assert widths == {(w, f) for w in (320, 640, 1280, 1500) for f in ("avif", "webp")}
    for rendition in file.renditions.all():
        with storage.opened(rendition.stored_as) as stream:
            content = stream.read()
        assert len(content) == rendition.size
        assert Image.open(BytesIO(content)).size[0] == rendition.width


def test_a_photograph_does_not_say_where_it_was_taken(person, send):
    sent = samples.with_place()
    assert b"Secret Camera" in sent.read(), "the premise"
    sent.seek(0)
    file = send(person(), sent).file
    assert (file.width, file.height) == (400, 800), "upright"
    folder = storage.default_storage.listdir(file.folder)[1]
    assert "sent" not in folder, "what the camera wrote is not kept"
    for name in folder:
        with storage.opened(f"{file.folder}/{name}") as stream:
            content = stream.read()
        assert b"Secret Camera" not in content
        assert b"taken at home" not in content
        assert not Image.open(BytesIO(content)).getexif()


def test_a_moving_picture_moves_still(person, send):
    file = send(person(), samples.moving()).file
    with storage.opened(file.stored_as) as stream:
        assert Image.open(stream).n_frames == 3
    assert not file.renditions.exists()


@pytest.mark.parametrize(
    ("upload", "mime", "name"),
    [
        (samples.upload("report.pdf", samples.PDF), "application/pdf", "report.pdf"),
        (samples.upload("page.png", samples.HTML), "text/html", "page.png.html"),
        (samples.upload("drawing.jpg", samples.SVG), "image/svg+xml", "drawing.jpg.svg"),
        (samples.upload("film.txt", samples.MP4), "video/mp4", "film.txt.mp4"),
        (samples.upload("liste.csv", b"a;b\n1;2\n"), "text/plain", "liste.csv"),
        (samples.sound(), "audio/wav", "voice.wav"),
        (samples.zipped("x.zip", "a.txt"), "application/zip", "x.zip"),
        (
            samples.zipped("lettre", "[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "lettre.docx",
        ),
        (samples.upload("../../etc/passwd", b"root:x:0\n"), "text/plain", "passwd.txt"),
        (samples.upload("Plan\u202egnp.pdf", samples.PDF), "application/pdf", "Plangnp.pdf"),
        (samples.upload("a\r\nSet-Cookie: x.txt"), "text/plain", "a__Set-Cookie_ x.txt"),
    ],
)
def test_a_file_is_what_is_in_it(person, send, upload, mime, name):
    upload.seek(0)
    file = send(person(), upload).file
    assert (file.mime, file.name, file.state) == (mime, name, "ready")


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (samples.upload("setup.pdf", samples.EXE), "of a kind that cannot be attached"),
        (samples.upload("empty.txt", b""), "is empty"),
        (samples.bomb(), "too many pixels"),
        (
            samples.upload("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 50),
            "damaged",
        ),
    ],
)
def test_what_is_not_taken_is_said(person, send, upload, said):
    upload.seek(0)
    with pytest.raises(InvalidInput, match=said):
        send(person(), upload)
    assert not StoredFile.objects.exists()


def test_too_large_is_said(person, send, settings):
    settings.RSN_FILE_MAX_MB = 1
    with pytest.raises(InvalidInput, match=r"too large: 1 MB at most"):
        send(person(), samples.upload("long.txt", b"x" * (1024 * 1024 + 1)))
    settings.RSN_FILE_MAX_MB, settings.RSN_PICTURE_MAX_MB = 100, 0
    with pytest.raises(InvalidInput, match="too large"):
        send(person(), samples.picture())


def test_a_picture_damaged_further_on_is_refused(person, send):
    whole = samples.picture().read()
    file = send(person(), samples.upload("half.jpg", whole[: len(whole) // 2])).file
    assert (file.state, file.refusal) == ("refused", "unreadable")
    with pytest.raises(FileNotFoundError):
        storage.opened(file.stored_as)


def test_the_same_key_brings_the_same_file(person, send):
    sender, key = person(), "6d8c3f0e-3a2e-4e0e-9a39-0d7b8f0f7f11"
    first = send(sender, samples.picture(), key=key)
    assert send(sender, samples.picture(), key=key).pk == first.pk
    assert send(person(), samples.picture(), key=key).pk != first.pk
