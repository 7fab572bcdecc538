"""Sending files as a browser does, with and without script; and as somebody who means harm."""

import re
from uuid import uuid4

import pytest
from PIL import Image

from apps.files.models import StoredFile
from apps.posts.actions import create_comment, create_post
from apps.posts.models import Attachment, Comment, Draft, Post
from apps.posts.presenters import card_contents
from tests.files import samples
from tests.queries import assert_constant_queries

FRAGMENT = {"hx-request": "true", "accept-language": "en"}
COMPANY = "/spaces/everyone/posts/"


def send_one(client, upload, *, key="", **headers):
    data = {"upload": upload, "key": key or uuid4()}
    return client.post("/files/", data, headers={**FRAGMENT, **headers})


def uuid_in(response) -> str:
    found = re.search(r'name="files" value="([0-9a-f-]{36})"', response.content.decode())
    assert found, response.content.decode()[:500]
    return found[1]


def test_one_by_one_then_with_the_words(world, signed_in):
    client = signed_in(world.owner)
    answer = send_one(client, samples.picture("été.jpg"))
    assert answer.status_code == 200
    uuid = uuid_in(answer)
    words = {"body": "Voici", "files": ["", uuid], f"alt-{uuid}": "Un champ de blé"}
    posted = client.post(COMPANY, words)
    assert posted.status_code == 303
    attachment = Attachment.objects.get(file__uuid=uuid)
    assert attachment.post.get_absolute_url() == posted["Location"]
    assert attachment.alt == "Un champ de blé"


def test_twice_with_one_key_is_one_file(world, signed_in):
    client, key = signed_in(world.owner), uuid4()
    first, second = (uuid_in(send_one(client, samples.picture(), key=key)) for _ in range(2))
    assert first == second
    assert StoredFile.objects.count() == Attachment.objects.count() == 1


def test_without_script_files_come_with_the_words(world, signed_in):
    client = signed_in(world.owner)
    words = {"body": "Voici", "upload": [samples.picture(), samples.upload("a.pdf", samples.PDF)]}
    assert client.post(COMPANY, words).status_code == 303
    said = Post.objects.get(text="Voici")
    names = [a.file.name for a in said.attachments.in_order()]
    assert names == ["photo.jpg", "a.pdf"]
    edit = client.get(f"/posts/{said.pk}/edit/").content.decode()
    assert names[1] in edit
    kept = str(said.attachments.get(file__family="picture").file.uuid)
    answer = client.post(f"/posts/{said.pk}/", {"body": "Voilà", "files": ["", kept]})
    assert answer.status_code == 303
    assert [str(a.file.uuid) for a in said.attachments.all()] == [kept]


def test_without_script_one_attaches_and_goes_on(world, signed_in):
    client = signed_in(world.owner)
    words = {"title": "Un titre", "body": "Pas fini", "attaches": "1"}
    page = client.post(COMPANY, {**words, "upload": samples.upload("a.txt")})
    text = page.content.decode()
    assert page.status_code == 200
    assert not Post.objects.filter(title="Un titre").exists()
    assert "Pas fini" in text
    uuid = uuid_in(page)
    again = client.post(COMPANY, {**words, "files": ["", uuid], "without": uuid})
    assert uuid not in again.content.decode()


def test_what_was_typed_stays_when_a_file_is_refused(world, signed_in):
    client = signed_in(world.owner)
    words = {"title": "Un titre", "body": "Longuement écrit"}
    uploads = [samples.upload("prog.exe", samples.EXE), samples.upload("bon.txt")]
    page = client.post(COMPANY, {**words, "upload": uploads}, headers={"accept-language": "en"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "“prog.exe” is of a kind that cannot be attached here." in text
    assert "Longuement écrit" in text
    assert "bon.txt" in text, "the other one is there"
    assert not Post.objects.filter(title="Un titre").exists()


def test_beyond_the_limit_the_words_stay(world, signed_in, settings):
    settings.RSN_FILE_MAX_MB = 1
    client = signed_in(world.owner)
    heavy = samples.upload("film.mp4", samples.MP4 + b"\x00" * (2 * 1024 * 1024))
    page = client.post(
        COMPANY, {"body": "Longuement écrit", "upload": heavy}, headers={"accept-language": "en"}
    )
    assert page.status_code == 422
    assert "“film.mp4” is too large: 1 MB at most." in page.content.decode()
    assert "Longuement écrit" in page.content.decode()
    heavy.seek(0)
    answer = send_one(client, heavy)
    assert answer.status_code == 422
    assert "“film.mp4” is too large: 1 MB at most." in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_with_an_answer_and_in_a_draft(world, signed_in):
    client = signed_in(world.owner)
    said = create_post(author=world.owner, space=world.open, body="x")
    url = f"/posts/{said.pk}/comments/"
    answered = client.post(url, {"body": "Oui", "upload": samples.picture()}, headers=FRAGMENT)
    assert "srcset" not in answered.content.decode(), "not checked yet"
    assert "This file is being checked" in answered.content.decode()
    assert Comment.objects.get(post=said).attachments.count() == 1
    page = client.post(COMPANY, {"body": "Plus tard", "keeps": "1", "upload": samples.picture()})
    assert page.status_code == 303
    draft = Draft.objects.get()
    assert draft.attachments.count() == 1
    assert "photo.jpg" in client.get(draft.get_absolute_url()).content.decode()


def test_only_files_are_taken(world, signed_in):
    client = signed_in(world.owner)
    for data in ({}, {"upload": "a text"}, {"key": "x"}):
        assert client.post("/files/", data, headers=FRAGMENT).status_code == 422
    assert client.post("/files/", {}).status_code == 422
    assert client.get("/files/").status_code == 405
    assert client.put("/files/").status_code == 405


def test_a_stranger_sends_nothing(client, db):
    assert client.post("/files/", {"upload": samples.picture()}).status_code == 303
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("role", ["animator", "member", "outsider", "administrator"])
def test_nobody_takes_or_removes_the_file_of_another(role, world, send, signed_in):
    loose = send(world.owner, samples.picture())
    used = send(world.owner, samples.picture())
    create_post(author=world.owner, space=world.confidential, body="x", files=[used.file.uuid])
    client = signed_in(world.cast[role])
    absent = uuid4()
    answers = set()
    for uuid in (loose.file.uuid, used.file.uuid, absent):
        page = client.post(COMPANY, {"body": "à moi", "files": [str(uuid)]}, headers=FRAGMENT)
        assert page.status_code == 422
        text = page.content.decode()
        assert "photo.jpg" not in text
        assert str(uuid) not in text
        answers.add(re.sub(r'(name="(?:key|author|csrfmiddlewaretoken)" value)="[^"]*"', "", text))
    assert len(answers) == 1, "a foreign file is told from one that is not there"
    is_reader = role in ("animator", "member")
    for attachment, expected in ((loose, 404), (used, 403 if is_reader else 404)):
        url = attachment.get_absolute_url()
        assert client.delete(url, headers=FRAGMENT).status_code == expected
        assert client.post(url, {"_method": "DELETE"}).status_code == expected
    assert Attachment.objects.filter(file__uploader=world.owner).count() == 2
    assert not Post.objects.filter(text="à moi").exists()


def test_ids_are_not_guessed(world, send, signed_in):
    """Nor the row's number, nor another spelling, nor what is beside the file on the disk."""
    attachment = send(world.owner, samples.picture())
    uuid, client = attachment.file.uuid, signed_in(world.owner)
    for path in (
        f"/files/{attachment.file_id}/",
        f"/files/{uuid.hex}/",
        f"/files/{str(uuid).upper()}/",
        f"/files/{uuid}/sent",
        f"/files/{uuid}/../clean",
        f"/media/{attachment.file.stored_as}",
        f"/{attachment.file.stored_as}",
    ):
        assert client.get(path).status_code == 404, path


def test_a_name_is_text_wherever_it_is_shown(world, signed_in):
    client = signed_in(world.owner)
    name = '"><img src=x onerror=alert(1)>.txt'
    shown = send_one(client, samples.upload(name)).content.decode()
    uuid = StoredFile.objects.get().uuid
    client.post(COMPANY, {"body": "x", "files": [str(uuid)]})
    for text in (shown, client.get("/").content.decode()):
        assert "<img src=x" not in text
    answer = client.get(f"/files/{uuid}/")
    assert answer.status_code in (200, 403)
    assert "\n" not in answer.get("Content-Disposition", "")


def test_a_picture_with_a_script_in_it_is_only_a_picture(world, send, signed_in):
    """A polyglot: a valid GIF whose comment is a script. What goes out was made anew."""
    picture = samples.saved(Image.new("RGB", (40, 30), "red"), "GIF", comment=b"*/=1;alert(1)//")
    evil = picture + b"<script>alert(document.cookie)</script>"
    attachment = send(world.owner, samples.upload("dot.gif", evil))
    answer = signed_in(world.owner).get(attachment.get_absolute_url())
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/gif"
    assert b"alert" not in content


def test_what_two_people_are_given_is_kept_apart(world, send, signed_in):
    attachment = send(world.owner, samples.picture())
    create_post(
        author=world.owner, space=world.confidential, body="x", files=[attachment.file.uuid]
    )
    for path in ("", "?w=320"):
        answer = signed_in(world.member).get(f"{attachment.get_absolute_url()}{path}")
        assert answer["Cache-Control"].startswith("private,")
        assert "Cookie" in answer["Vary"]
    assert signed_in(world.outsider).get(attachment.get_absolute_url()).status_code == 404


def test_cards_cost_the_same_whatever_stands_with_them(world, send):
    def more(count: int = 8) -> None:
        for _ in range(count):
            sent = send(world.owner, samples.upload("a.txt"))
            answered = send(world.owner, samples.upload("b.txt"))
            post = create_post(
                author=world.owner, space=world.open, body="x", files=[sent.file.uuid]
            )
            create_comment(author=world.owner, post=post, body="y", files=[answered.file.uuid])

    more(2)
    cards = Post.objects.within(world.open).with_card()
    assert_constant_queries(lambda: card_contents(cards.all()), more)
