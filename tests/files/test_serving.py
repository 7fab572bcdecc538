"""What comes out: to whom, in which parts, and under which headers."""

from urllib.parse import quote

import pytest

from apps.posts.actions import create_comment, create_post, withdraw_comment, withdraw_post
from apps.spaces.actions import remove_member
from tests.files import samples


@pytest.fixture
def attach(send, world):
    """A post of the owner in the confidential space, with this file: `attach(upload)`."""

    def attached(upload, *, space=None, **more):
        attachment = send(world.owner, upload, **more)
        create_post(
            author=world.owner,
            space=space or world.confidential,
            body="Voici.",
            files=[attachment.file.uuid],
        )
        return attachment

    return attached


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_only_who_reads_the_words_is_given_the_file(world, attach, signed_in):
    url = attach(samples.picture()).get_absolute_url()
    for role, person in world.cast.items():
        readers = {"owner", "animator", "member"}
        for path in (url, f"{url}?w=320"):
            status = signed_in(person).get(path).status_code
            outside = 303 if role == "deactivated" else 404
            assert status == (200 if role in readers else outside), role


def test_before_it_stands_anywhere_it_is_its_senders_alone(world, send, signed_in):
    url = send(world.owner, samples.picture()).get_absolute_url()
    assert signed_in(world.owner).get(url).status_code == 200
    for role in ("animator", "member", "administrator", "outsider"):
        assert signed_in(world.cast[role]).get(url).status_code == 404


def test_with_the_words_the_file_is_withdrawn(world, attach, send, signed_in):
    attachment = attach(samples.upload("note.txt"))
    url, client = attachment.get_absolute_url(), signed_in(world.member)
    assert client.get(url).status_code == 200
    attachment.refresh_from_db()
    answered = send(world.member, samples.upload("reponse.txt"))
    comment = create_comment(
        author=world.member, post=attachment.post, body="Et voilà", files=[answered.file.uuid]
    )
    assert signed_in(world.animator).get(answered.get_absolute_url()).status_code == 200
    withdraw_comment(actor=world.member, comment=comment)
    assert signed_in(world.animator).get(answered.get_absolute_url()).status_code == 404
    withdraw_post(actor=world.owner, post=attachment.post)
    for person in (world.owner, world.member):
        assert signed_in(person).get(url).status_code == 404


def test_a_file_that_was_not_checked_is_a_sentence(world, attach, signed_in):
    url = attach(samples.picture(), settled=False).get_absolute_url()
    for path in (url, f"{url}?w=640"):
        response = signed_in(world.member).get(path, headers={"accept-language": "en"})
        assert response.status_code == 403
        assert "This file is being checked." in response.content.decode()


@pytest.mark.parametrize(
    "case",
    [
        (samples.picture("été.jpg"), "image/jpeg", "inline"),
        (samples.upload("a.pdf", samples.PDF), "application/pdf", "attachment"),
        (samples.upload("a.svg", samples.SVG), "application/octet-stream", "attachment"),
        (samples.upload("page.html", samples.HTML), "application/octet-stream", "attachment"),
        (samples.upload("notes.txt"), "text/plain; charset=utf-8", "attachment"),
        (samples.upload("film.mp4", samples.MP4), "video/mp4", "inline"),
    ],
)
def test_what_a_browser_is_told(world, attach, signed_in, case):
    upload, said, disposition = case
    upload.seek(0)
    attachment = attach(upload)
    response = signed_in(world.member).get(attachment.get_absolute_url())
    assert response["Content-Type"] == said
    assert response["Content-Disposition"].startswith(disposition)
    assert quote(attachment.file.name) in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    assert response["Cache-Control"] == "private, max-age=60, must-revalidate"
    assert "Cookie" in response["Vary"]
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_renditions_in_the_format_a_browser_takes(world, attach, signed_in):
    url = attach(samples.picture(size=(1500, 1000))).get_absolute_url()
    client = signed_in(world.member)
    modern = client.get(f"{url}?w=640", headers={"accept": "image/avif,image/webp,*/*"})
    older = client.get(f"{url}?w=641", headers={"accept": "image/webp,*/*"})
    assert (modern["Content-Type"], older["Content-Type"]) == ("image/avif", "image/webp")
    assert modern["ETag"].endswith('-640.avif"')
    assert older["ETag"].endswith('-1280.webp"')
    assert "Accept" in modern["Vary"]
    assert client.get(f"{url}?w=99999")["ETag"].endswith('-1500.webp"')
    for odd in ("0", "-1", "abc", "9" * 40, "²"):
        assert client.get(f"{url}?w={odd}").status_code == 200


RANGES = [
    ("bytes=0-99", 206, 0, 100),
    ("bytes=100-", 206, 100, None),
    ("bytes=-50", 206, -50, None),
    ("bytes=0-999999999", 206, 0, None),
    ("bytes=-999999999", 206, 0, None),
    ("bytes=999999999-", 416, None, None),
    ("bytes=0-9,20-29", 200, 0, None),
    ("bytes=9-0", 200, 0, None),
    ("bytes=-", 200, 0, None),
    ("bytes=-0", 416, None, None),
    ("bytes=" + "9" * 400 + "-", 200, 0, None),
    ("lines=1-2", 200, 0, None),
    ("bytes=٠-٩", 200, 0, None),
]


@pytest.mark.parametrize("case", RANGES, ids=lambda case: case[0][:20])
def test_parts_of_a_film(world, attach, signed_in, case):
    asked, status, begin, end = case
    url = attach(samples.upload("film.mp4", samples.MP4)).get_absolute_url()
    response = signed_in(world.member).get(url, headers={"range": asked})
    assert response.status_code == status
    size = len(samples.MP4)
    if status == 416:
        assert response["Content-Range"] == f"bytes */{size}"
        return
    expected = samples.MP4[begin:end]
    assert content(response) == expected
    assert int(response["Content-Length"]) == len(expected)
    if status == 206:
        first = size + begin if begin < 0 else begin
        assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{size}"


def test_a_part_of_another_version_is_not_given(world, attach, signed_in):
    url = attach(samples.upload("film.mp4", samples.MP4)).get_absolute_url()
    client = signed_in(world.member)
    etag = client.get(url)["ETag"]
    asked = {"range": "bytes=0-9"}
    assert client.get(url, headers={**asked, "if-range": etag}).status_code == 206
    assert client.get(url, headers={**asked, "if-range": '"older"'}).status_code == 200
    head = client.head(url, headers=asked)
    assert (head.status_code, content(head), head["Content-Length"]) == (206, b"", "10")


def test_unchanged_is_said_only_after_the_rule_was_asked(world, attach, signed_in):
    url = attach(samples.picture()).get_absolute_url()
    etag = signed_in(world.member).get(url)["ETag"]
    known = {"if-none-match": f'W/{etag}, "x"'}
    assert signed_in(world.member).get(url, headers=known).status_code == 304
    for role in ("outsider", "former_member", "administrator"):
        assert signed_in(world.cast[role]).get(url, headers=known).status_code == 404


def test_who_loses_the_space_in_the_middle_of_a_film_sees_no_more_of_it(world, attach, signed_in):
    long = samples.MP4 + b"\x00" * (12 * 1024 * 1024)
    url = attach(samples.upload("film.mp4", long)).get_absolute_url()
    pieces = iter(signed_in(world.member).get(url).streaming_content)
    received = len(next(pieces))
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    more = []
    with pytest.raises(ConnectionAbortedError):
        more.extend(pieces)
    assert received + sum(map(len, more)) < 5 * 1024 * 1024


def test_the_proxy_is_told_where_it_is(world, attach, signed_in, settings):
    attachment = attach(samples.upload("film.mp4", samples.MP4))
    settings.RSN_FILE_ACCEL = True
    response = signed_in(world.member).get(attachment.get_absolute_url())
    assert response["X-Accel-Redirect"] == f"/{attachment.file.stored_as}"
    assert response.content == b""
    assert response["Content-Type"] == "video/mp4"
    outside = signed_in(world.outsider).get(attachment.get_absolute_url())
    assert "X-Accel-Redirect" not in outside.headers
