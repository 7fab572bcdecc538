"""What a person sets for themselves."""

import random
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from apps.accounts.actions import digest
from apps.core.decisions import Refused
from apps.events.models import OutboxEvent
from apps.profiles.actions import deactivate_person
from apps.profiles.faces import set_face
from tests.accounts.conftest import PASSWORD, is_signed_in

PAGES = [
    "/settings/",
    "/settings/preferences/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]
ENTRANCE = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-bad-token/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/bad-key/",
    "/accounts/inactive/",
    "/accounts/password/reset/key/done/",
]


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def me(account, sign_in):
    user = account("Ana Alves")
    client, _answer = sign_in(user)
    return client, user


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_settings(me, path):
    client, _user = me
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "{{" not in answer.text
    assert Client().get(path).status_code in (302, 303)


@pytest.mark.parametrize("path", ENTRANCE)
def test_the_pages_of_the_entrance(db, path):
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer.text.count("<h1") == 1


def test_one_describes_oneself(me):
    client, user = me
    form = {
        "about": "Atelier 3\x07, le matin.",
        "skills": "étalonnage,  Excel ; étalonnage",
        "languages": "français, portugais",
        "location": "Rodez",
        "phone": "+33 5 65 00 00 00",
        "pronouns": "elle",
        "pronunciation": "ana al-VESH",
    }
    assert client.post("/settings/", form).status_code == 303
    user.profile.refresh_from_db()
    assert user.profile.skills == ["étalonnage", "Excel"]
    assert user.profile.languages == ["français", "portugais"]
    assert OutboxEvent.objects.filter(name="profile.changed", person_id=user.pk).exists()
    assert "étalonnage, Excel" in client.get("/settings/").text


def test_too_much_is_said_beside_its_field(me):
    client, user = me
    answer = client.post("/settings/", {"skills": ",".join(map(str, range(30))), "phone": "0" * 60})
    assert answer.status_code == 422
    assert 'id="id_skills_error"' in answer.text
    assert 'id="id_phone_error"' in answer.text
    user.profile.refresh_from_db()
    assert user.profile.skills == []


def test_the_page_says_where_the_name_comes_from(me, settings):
    client, _user = me
    settings.RSN_DIRECTORY_NAME = "Annuaire Aubrac"
    assert "Annuaire Aubrac" in client.get("/settings/").text


def test_language_is_remembered_for_the_person_and_the_browser(me):
    client, user = me
    answer = client.post(
        "/settings/language/", {"language": "en", "next": "/settings/preferences/"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/settings/preferences/")
    user.refresh_from_db()
    assert user.language == "en"
    assert '<html lang="en"' in client.get("/settings/preferences/").text


def test_language_can_be_chosen_before_signing_in(db):
    client = Client()
    client.post("/settings/language/", {"language": "en", "next": "/accounts/login/"})
    assert '<html lang="en"' in client.get("/accounts/login/").text
    away = client.post("/settings/language/", {"language": "fr", "next": "//evil.example/"})
    assert away["Location"] == "/"
    assert client.post("/settings/language/", {"language": "tlh"}).status_code == 404


def test_theme_is_remembered(me):
    client, user = me
    client.post("/settings/theme/", {"theme": "dark", "next": "/settings/preferences/"})
    user.refresh_from_db()
    assert user.theme == "dark"
    assert 'data-theme="dark"' in client.get("/settings/preferences/").text
    assert client.post("/settings/theme/", {"theme": "pink"}).status_code == 422


def test_another_address_is_used_once_it_is_confirmed(me, link_mailed):
    client, user = me
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "ana.nouvelle@example.test", "action_add": ""})
    user.refresh_from_db()
    assert user.email != "ana.nouvelle@example.test"
    assert "ana.nouvelle@example.test" in client.get("/accounts/email/").text
    client.post(link_mailed())
    user.refresh_from_db()
    assert user.email == "ana.nouvelle@example.test"
    assert EmailAddress.objects.get(user=user).verified
    # Both the older mailbox and the newer one hear of it.
    assert {to for message in mail.outbox for to in message.to} >= {"ana.nouvelle@example.test"}


def test_an_address_outside_the_organisation_is_refused(me, settings):
    settings.RSN_SIGNUP_DOMAINS = ["example.test"]
    client, user = me
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    answer = client.post("/accounts/email/", {"email": "ana@private.example", "action_add": ""})
    assert "@example.test" in answer.text
    assert EmailAddress.objects.filter(user=user).count() == 1


def test_one_sees_ones_sessions_and_ends_one(me, sign_in):
    here, user = me
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    there, _answer = sign_in(user, Client(headers={"User-Agent": firefox}))
    page = here.get("/accounts/sessions/").text
    assert "Firefox, Linux" in page
    key = there.session.session_key
    row = UserSession.objects.get(session_key=key)
    answer = here.post(f"/settings/sessions/{row.pk}/", {"_method": "DELETE"})
    assert answer.status_code == 303
    assert is_signed_in(here)
    assert not is_signed_in(there)
    event = OutboxEvent.objects.get(name="session.ended")
    assert event.payload["session_digest"] == digest(key)


def test_nobody_ends_the_session_of_another(me, account, sign_in):
    here, _user = me
    there, _answer = sign_in(account())
    row = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/settings/sessions/{row.pk}/", {"_method": "DELETE"})
    assert is_signed_in(there)
    assert not OutboxEvent.objects.filter(name="session.ended").exists()


def test_one_ends_all_other_sessions_at_once(me, sign_in):
    here, user = me
    others = [sign_in(user)[0] for _ in range(2)]
    keys = {digest(client.session.session_key) for client in others}
    here.post("/accounts/sessions/")
    assert is_signed_in(here)
    assert not any(is_signed_in(client) for client in others)
    ended = OutboxEvent.objects.filter(name="session.ended").values_list("payload", flat=True)
    assert {payload["session_digest"] for payload in ended} == keys


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), **saving: object) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.putpixel((5, 5), (random.randrange(256), 0, 0))
    out = BytesIO()
    image.save(out, kind, **saving)
    return out.getvalue()


def upload(content: bytes, name: str = "moi.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_a_face_is_shown_to_colleagues_only(me, account, sign_in, world):
    client, user = me
    assert client.post("/settings/face/", {"face": upload(picture())}).status_code == 303
    url = client.get("/settings/").text.partition('<img src="')[2].partition('"')[0]
    assert url.startswith(f"/people/{user.username}/face/")
    colleague, _answer = sign_in(account())
    answer = colleague.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"].startswith("private")
    with Image.open(BytesIO(b"".join(answer.streaming_content))) as shown:
        assert shown.size == (96, 96)
    assert colleague.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert colleague.get(url.replace("/96.webp", "/97.webp")).status_code == 404
    assert Client().get(url).status_code == 303
    deactivate_person(actor=world.administrator, person=user)
    assert colleague.get(url).status_code == 404


def test_a_picture_keeps_its_pixels_and_nothing_else(me, own_media, tmp_path):
    client, _user = me
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    client.post("/settings/face/", {"face": upload(picture(exif=exif))})
    files = list(tmp_path.rglob("*.webp"))
    assert len(files) == 3
    for file in files:
        assert b"SecretCamera" not in file.read_bytes()
        with Image.open(file) as image:
            assert not image.getexif()
            assert image.size[0] == image.size[1]


def test_another_picture_has_another_address_and_the_older_file_goes(
    me, tmp_path, django_capture_on_commit_callbacks
):
    client, user = me
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/face/", {"face": upload(picture())})
    user.profile.refresh_from_db()
    first = user.profile.face.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/face/", {"face": upload(picture("PNG", (300, 500)))})
    user.profile.refresh_from_db()
    assert user.profile.face.name != first
    assert len(list(tmp_path.rglob("*.webp"))) == 3
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/face/", {"_method": "DELETE"})
    assert not list(tmp_path.rglob("*.webp"))


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7 not a picture",
        b"\xff\xd8\xff\xe0" + b"broken" * 50,
        b"",
        picture(size=(40, 40)),
        picture("PNG", (12_000, 12_000)),
        picture("BMP"),
    ],
    ids=["svg", "pdf", "broken", "empty", "small", "bomb", "bmp"],
)
def test_what_is_not_a_usable_picture_is_refused_with_a_sentence(me, content, tmp_path):
    client, user = me
    answer = client.post("/settings/face/", {"face": upload(content, "photo.jpg")})
    assert answer.status_code == 422
    assert 'id="id_face_error"' in answer.text
    user.profile.refresh_from_db()
    assert not user.profile.face
    assert not list(tmp_path.rglob("*.webp"))


def test_nobody_changes_anothers_face(account):
    with pytest.raises(Refused):
        set_face(actor=account(), person=account(), upload=upload(picture()))
