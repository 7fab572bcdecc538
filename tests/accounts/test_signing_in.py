"""Signing in and out, in the pages themselves."""

import re
from contextlib import contextmanager

from django.core import mail
from django.core.cache import cache
from django.test import Client

from apps.accounts.actions import digest
from apps.accounts.tasks import sign_out_everywhere
from apps.events.models import OutboxEvent
from apps.profiles.actions import deactivate_person, reactivate_person
from rsn.celery import app
from tests.accounts.conftest import PASSWORD, is_signed_in


def test_one_signs_in_with_address_and_password(account, sign_in):
    client, answer = sign_in(account("Ana Alves"))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)


def test_capitals_in_the_address_do_not_matter(account, sign_in):
    user = account()
    client, _answer = sign_in(user, login=user.email.upper())
    assert is_signed_in(client)


def test_one_comes_back_to_the_page_asked_for(account, sign_in):
    user = account()
    asked = Client().get("/settings/preferences/")
    assert asked.status_code == 303
    assert asked["Location"] == "/accounts/login/?next=%2Fsettings%2Fpreferences%2F"
    _client, answer = sign_in(user, next="/settings/preferences/")
    assert answer["Location"] == "/settings/preferences/"


def test_nobody_is_sent_to_another_site(account, sign_in):
    _client, answer = sign_in(account(), next="https://evil.example/")
    assert answer["Location"] == "/"


def test_a_fragment_and_a_program_are_told_401(db):
    page = "http://testserver/spaces/qualite/?sort=new"
    fragment = Client().get("/settings/", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert fragment.status_code == 401
    assert fragment["HX-Redirect"].endswith("next=%2Fspaces%2Fqualite%2F%3Fsort%3Dnew")
    elsewhere = Client().get(
        "/settings/", headers={"HX-Request": "true", "HX-Current-URL": "https://evil.example/"}
    )
    assert elsewhere["HX-Redirect"].endswith("next=%2F")


def test_the_answer_does_not_tell_who_has_an_account(account, sign_in):
    user = account()
    _client, wrong = sign_in(user, password="wrong-password-1234")
    nobody = Client().post(
        "/accounts/login/", {"login": "nobody@example.test", "password": "wrong-password-1234"}
    )
    assert _words(wrong, user.email) == _words(nobody, "nobody@example.test")
    assert not is_signed_in(_client)


def test_guessing_is_slowed_down(account, sign_in):
    user = account()
    for _attempt in range(5):
        sign_in(user, password="wrong-password-1234")
    client, _answer = sign_in(user)
    assert not is_signed_in(client)
    cache.clear()
    client, _answer = sign_in(user)
    assert is_signed_in(client)


def test_another_address_in_a_header_is_no_way_round_the_limit(db, settings):
    def guess(number: int) -> str:
        client = Client(headers={"X-Forwarded-For": f"203.0.113.{number}", "Accept-Language": "en"})
        form = {"login": f"x{number}@example.test", "password": "no-good-guess-1"}
        return client.post("/accounts/login/", form).text

    assert "Too many" in [guess(number) for number in range(12)][-1]
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert "Too many" not in [guess(number) for number in range(12)][-1]


def test_someone_deactivated_cannot_sign_in(account, sign_in, world):
    user = account()
    deactivate_person(actor=world.administrator, person=user)
    client, answer = sign_in(user)
    assert answer["Location"] == "/accounts/inactive/"
    assert client.get(answer["Location"]).status_code == 200
    assert not is_signed_in(client)


def test_being_deactivated_ends_access_at_the_next_request(account, sign_in, world):
    user = account()
    client, _answer = sign_in(user)
    assert is_signed_in(client)
    deactivate_person(actor=world.administrator, person=user)
    assert not is_signed_in(client)


def test_a_session_from_before_does_not_come_back_with_the_access(account, sign_in, world):
    user = account()
    client, _answer = sign_in(user)
    deactivate_person(actor=world.administrator, person=user)
    sign_out_everywhere(user.pk)
    reactivate_person(actor=world.administrator, person=user)
    assert not is_signed_in(client)


def test_signing_out_is_recorded_with_the_session_that_ended(account, sign_in):
    user = account()
    client, _answer = sign_in(user)
    key = client.session.session_key
    client.post("/accounts/logout/")
    assert not is_signed_in(client)
    event = OutboxEvent.objects.get(name="session.ended")
    assert event.person_id == user.pk
    assert event.payload == {"session_digest": digest(key)}
    assert event.space_id is None


def test_a_link_does_not_sign_anybody_out(account, sign_in):
    client, _answer = sign_in(account())
    assert client.get("/accounts/logout/").status_code == 200
    assert is_signed_in(client)


def test_the_language_chosen_comes_with_the_person(account, sign_in):
    client, answer = sign_in(account(language="en"))
    assert answer.cookies["django_language"].value == "en"
    assert 'lang="en"' in client.get("/settings/preferences/").text


def test_a_forgotten_password_is_chosen_anew_in_ones_language(account, link_mailed):
    for language, words in (("fr", "mot de passe"), ("en", "password")):
        mail.outbox.clear()
        user = account(language=language)
        client = Client(headers={"Accept-Language": "en" if language == "fr" else "fr"})
        client.post("/accounts/password/reset/", {"email": user.email})
        assert words in mail.outbox[-1].subject.lower()
        assert words in mail.outbox[-1].body
        link = link_mailed()
        page = client.get(link, follow=True)
        new = {"password1": "autre-cheval-vert-77", "password2": "autre-cheval-vert-77"}
        client.post(page.request["PATH_INFO"], new)
        client.post("/accounts/login/", {"login": user.email, "password": "autre-cheval-vert-77"})
        assert is_signed_in(client)
        again = Client().get(link, follow=True)
        assert "password1" not in again.text


def test_resetting_answers_alike_for_nobody(account):
    user = account()
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in (user.email, "nobody@example.test")
    ]
    assert _words(answers[0], user.email) == _words(answers[1], "nobody@example.test")
    assert [message.to for message in mail.outbox] == [[user.email], ["nobody@example.test"]]


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(account, sign_in):
    user = account()
    here, _answer = sign_in(user)
    there, _answer = sign_in(user)
    keys = {here.session.session_key, there.session.session_key}
    new = "autre-cheval-vert-77"
    here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert is_signed_in(here)
    assert not is_signed_in(there)
    events = OutboxEvent.objects.filter(name="session.ended", person_id=user.pk)
    assert {event.payload["session_digest"] for event in events} == {digest(key) for key in keys}


def test_one_signs_in_while_redis_is_away(account, sign_in, settings):
    nowhere = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:9/0"}
    settings.CACHES = {"default": nowhere}
    assert cache.get("anything") is None
    client, _answer = sign_in(account())
    assert is_signed_in(client)


def test_a_queue_that_is_away_is_said(account, mails_leave):
    user = account(language="en")
    client = Client(headers={"Accept-Language": "en"})
    with nowhere_to_queue():
        for email in (user.email, "nobody@example.test"):
            answer = client.post("/accounts/password/reset/", {"email": email}, follow=True)
            assert answer.status_code == 200
            assert "could not be sent" in answer.text


@contextmanager
def nowhere_to_queue():
    """A broker that no program listens at."""
    app.conf.task_always_eager = False
    before = app.conf.broker_url
    app.conf.broker_write_url = "redis://127.0.0.1:9/0"
    app._after_fork()  # lets go of open connections
    try:
        yield
    finally:
        app.conf.broker_write_url = before
        app._after_fork()


def _words(answer, address: str) -> tuple[int, str]:
    text = answer.text.replace(address, "ADDRESS")
    return answer.status_code, re.sub(r'(value|content)="[^"]*"|nonce="[^"]*"', "", text)
