"""A session that ends in the middle of a sentence does not cost the sentence."""

from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from apps.accounts import kept
from apps.accounts.kept import author_token
from apps.posts.actions import create_post
from tests.accounts.conftest import code_of, is_signed_in, use_authenticator_app

PATH = "/settings/"
PAGE = "http://testserver/settings/?from=rail"
WORDS = "Je voulais dire merci à l’équipe de Rodez."


@pytest.fixture
def interrupted(account, sign_in):
    """A person who typed, and whose session was over when they sent: (client, person, answer)."""

    def act(**headers: str):
        author = account("Ana Alves")
        client, _answer = sign_in(author)
        client.get(PATH)
        client.session.flush()
        form = {"about": WORDS, "author": author_token(author), "csrfmiddlewaretoken": "x"}
        answer = client.post(PATH, form, headers={"Referer": PAGE, **headers})
        return client, author, answer

    return act


def stash_of(client: Client) -> list[dict]:
    return client.session.get(kept.SESSION_KEY, [])


def test_one_is_sent_to_sign_in_and_comes_back_to_the_page(interrupted, sign_in):
    client, author, answer = interrupted()
    assert answer.status_code == 303
    assert answer["Location"] == "/accounts/login/?next=%2Fsettings%2F%3Ffrom%3Drail"
    client, answer = sign_in(author, client, next="/settings/?from=rail")
    assert answer["Location"] == "/settings/?from=rail"
    page = client.get(answer["Location"]).text
    assert 'href="/settings/?from=rail"' in page


def test_the_words_wait_for_the_person_who_typed_them(interrupted, sign_in):
    client, author, _answer = interrupted()
    assert stash_of(client)[0]["author_id"] == author.pk
    sign_in(author, client)
    own = stash_of(client)
    assert [(row["path"], row["fields"]) for row in own] == [(PATH, {"about": WORDS})]


def test_nobody_else_gets_them(interrupted, sign_in, account):
    client, _author, _answer = interrupted()
    assert stash_of(client)
    other = account("Bruno Bel")
    sign_in(other, client)
    assert is_signed_in(client)
    assert stash_of(client) == []
    assert not any(WORDS in str(s.get_decoded()) for s in Session.objects.all())


def test_htmx_is_sent_to_sign_in_too_and_the_words_wait(interrupted):
    client, _author, answer = interrupted(**{"HX-Request": "true", "HX-Current-URL": PAGE})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fsettings%2F%3Ffrom%3Drail"
    assert stash_of(client)[0]["fields"] == {"about": WORDS}


def test_they_survive_the_second_step(interrupted, sign_in):
    client, author, _answer = interrupted()
    secret = use_authenticator_app(author)
    client, answer = sign_in(author, client, next="/settings/?from=rail")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(client)
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert answer["Location"] == "/settings/?from=rail"
    assert is_signed_in(client)
    assert stash_of(client)[0]["fields"] == {"about": WORDS}


def test_reloading_keeps_them_and_sending_ends_it(interrupted, sign_in):
    client, author, _answer = interrupted()
    sign_in(author, client)
    for _again in range(2):
        client.get(PATH)
        assert stash_of(client)
    refused = client.post(PATH, {"about": "x" * 2000, "author": author_token(author)})
    assert refused.status_code == 422
    assert stash_of(client)
    sent = client.post(PATH, {"about": WORDS, "author": author_token(author)})
    assert sent.status_code == 303
    assert stash_of(client) == []


def test_they_can_be_dropped(interrupted, sign_in):
    client, author, _answer = interrupted()
    sign_in(author, client)
    client.post("/accounts/kept/", {"_method": "DELETE", "path": PATH, "page": PATH})
    assert stash_of(client) == []


def test_what_bears_no_signature_of_ours_is_not_stored(db):
    client = Client()
    for author in ("", "1", "1:forged:signature"):
        answer = client.post(PATH, {"about": WORDS, "author": author})
        assert answer.status_code == 303
    assert "sessionid" not in client.cookies


def test_it_is_bounded(account):
    client, author = Client(), account()
    for number in range(9):
        form = {"body": "é" * 600_000, "title": "t", "author": author_token(author)}
        client.post(f"/posts/{number + 1}/comments/", form)
    rows = stash_of(client)
    assert len(rows) == kept.MAX_FORMS
    assert all(sum(map(len, row["fields"].values())) <= kept.MAX_CHARACTERS for row in rows)
    assert rows[-1]["path"] == "/posts/9/comments/"


def test_passwords_are_never_kept(account):
    client = Client()
    form = {
        "about": "x",
        "password": "secret",
        "new_password": "s",
        "author": author_token(account()),
    }
    client.post(PATH, form)
    assert stash_of(client)[0]["fields"] == {"about": "x"}


def test_a_day_later_they_are_gone(interrupted, sign_in):
    client, author, _answer = interrupted()
    session = client.session
    session[kept.SESSION_KEY] = [
        row | {"at": row["at"] - kept.KEPT_AGE - 1} for row in session[kept.SESSION_KEY]
    ]
    session.save()
    sign_in(author, client)
    assert stash_of(client) == []


def test_the_session_has_another_key_after_signing_in(interrupted, sign_in):
    client, author, _answer = interrupted()
    before = client.session.session_key
    sign_in(author, client)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_form_from_before_signing_in_again_elsewhere_keeps_its_words(account, sign_in):
    author = account()
    client, _answer = sign_in(author, Client(enforce_csrf_checks=False))
    client.handler.enforce_csrf_checks = True
    form = {"about": WORDS, "author": author_token(author), "csrfmiddlewaretoken": "stale"}
    answer = client.post(PATH, form, headers={"Referer": PAGE})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/?from=rail")
    assert stash_of(client)[0]["fields"] == {"about": WORDS}
    forged = client.post(PATH, form | {"author": author_token(account())})
    assert forged.status_code == 403


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["form", "htmx"])
def test_an_answer_to_a_post_is_back_in_its_form(account, sign_in, world, headers):
    author = account("Ana Alves")
    said = create_post(author=world.owner, space=world.open, body="Qui sait ?")
    page = f"/posts/{said.pk}/"
    client, _answer = sign_in(author)
    form = {"body": WORDS, "author": author_token(author), "key": str(uuid4())}
    client.session.flush()
    refused = client.post(
        f"{page}comments/", form, headers={"Referer": f"http://testserver{page}", **headers}
    )
    assert refused.status_code == (401 if headers else 303)
    assert not said.comments.exists()
    _client, answer = sign_in(author, client, next=page)
    assert answer["Location"] == page
    assert WORDS in client.get(page).text
    assert client.post(f"{page}comments/", form).status_code == 303
    assert said.comments.count() == 1
    assert client.get(page).text.count(WORDS) == 1


def test_a_post_is_back_in_its_form(account, sign_in, world):
    author = account("Ana Alves")
    path = f"/spaces/{world.open.slug}/posts/"
    client, _answer = sign_in(author)
    form = {"title": "Merci", "body": WORDS, "author": author_token(author), "key": str(uuid4())}
    client.session.flush()
    client.post(path, form, headers={"Referer": f"http://testserver{path}"})
    _client, answer = sign_in(author, client, next=path)
    shown = client.get(answer["Location"]).text
    assert WORDS in shown
    assert 'value="Merci"' in shown


@pytest.mark.parametrize("kind", ["post", "answer"])
def test_the_way_back_to_a_form_opened_inside_a_page_shows_the_words(account, sign_in, world, kind):
    author = account("Ana Alves")
    said = create_post(author=world.owner, space=world.open, body="Qui sait ?")
    form_page = f"/spaces/{world.open.slug}/posts/" if kind == "post" else f"/posts/{said.pk}/"
    path = form_page if kind == "post" else f"{form_page}comments/"
    client, _answer = sign_in(author)
    form = {"body": WORDS, "author": author_token(author), "key": str(uuid4())}
    client.session.flush()
    seen_on = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
    client.post(path, form, headers=seen_on)
    _client, answer = sign_in(author, client, next="/")
    assert f'<a href="{form_page}">' in client.get(answer["Location"]).text
    assert WORDS in client.get(form_page).text
