"""The contract of the forms, as programs and plain browsers rely on it."""

from uuid import uuid4

import pytest

from apps.posts.actions import create_comment, create_post
from apps.posts.models import Comment, Post

HX = {"hx-request": "true"}


@pytest.fixture
def post(world) -> Post:
    return create_post(author=world.member, space=world.open, title="Banc B", body="Une question ?")


@pytest.fixture
def client(world, signed_in):
    return signed_in(world.member)


def test_publishing_leads_to_the_post(client, world):
    response = client.post(f"/spaces/{world.open.slug}/posts/", {"body": "Bonjour", "title": "T"})
    post = Post.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/posts/{post.pk}/")
    assert f'id="post-{post.pk}"' in client.get(response["Location"]).content.decode()


def test_publishing_twice_with_one_key_publishes_once(client, world):
    data = {"body": "Bonjour", "key": str(uuid4())}
    places = {client.post(f"/spaces/{world.open.slug}/posts/", data)["Location"] for _ in "12"}
    assert len(places) == Post.objects.count() == 1


def test_publishing_in_place_answers_the_card(client, world):
    answer = client.post(f"/spaces/{world.open.slug}/posts/", {"body": "Bonjour"}, headers=HX)
    post = Post.objects.get()
    assert answer.status_code == 200
    assert f'data-live-key="post.{post.pk}"' in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HX])
def test_what_cannot_be_published_comes_back_with_the_reason(client, world, headers):
    data = {"body": "x" * 70_000, "title": "Un titre", "key": str(uuid4())}
    answer = client.post(f"/spaces/{world.open.slug}/posts/", data, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "x" * 70_000 in page
    assert data["key"] in page, "sending again after a correction is the same intent"
    assert not Post.objects.exists()


def test_answering(client, post):
    response = client.post(f"/posts/{post.pk}/comments/", {"body": "Oui"})
    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/posts/{post.pk}/#comment-{comment.pk}"
    reply = client.post(f"/posts/{post.pk}/comments/", {"body": "Et", "parent": comment.pk})
    assert reply.status_code == 303
    assert Comment.objects.get(parent=comment).text == "Et"


def test_answering_in_place_answers_the_comment_and_a_fresh_form(client, post):
    key = str(uuid4())
    answer = client.post(f"/posts/{post.pk}/comments/", {"body": "Oui", "key": key}, headers=HX)
    page = answer.content.decode()
    assert f'id="comment-{Comment.objects.get().pk}"' in page
    assert '<form class="answer' in page
    assert key not in page


def test_nothing_is_no_answer(client, post):
    answer = client.post(f"/posts/{post.pk}/comments/", {"body": "  "}, headers=HX)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_fragment_of_comments_goes_on_after_a_cursor(client, world, post):
    for number in range(103):
        create_comment(author=world.member, post=post, body=f"no {number:03}")
    first = client.get(f"/posts/{post.pk}/comments/").content.decode()
    assert "no 099" in first
    assert "no 100" not in first
    cursor = first.split("?after=")[1].split('"')[0].split("#")[0]
    second = client.get(f"/posts/{post.pk}/comments/?after={cursor}").content.decode()
    assert "no 099" not in second
    assert "no 102" in second


@pytest.mark.parametrize("cursor", ["x", "W10", "🙂", "WyJhIiwxXQ", "9" * 4000])
def test_a_cursor_that_is_not_ours_leads_nowhere(client, post, cursor):
    for path in (f"/posts/{post.pk}/comments/?after=", "/?before=", "/people/?after="):
        assert client.get(path + cursor).status_code in (404, 200)
    assert client.get(f"/posts/{post.pk}/comments/?after={cursor}").status_code == 404


def test_reacting_and_taking_it_back(client, post):
    path = f"/posts/{post.pk}/reaction/"
    assert client.post(path, {"kind": "thanks"}).status_code == 303
    card = client.get(f"/posts/{post.pk}/", headers=HX).content.decode()
    assert 'value="thanks" aria-pressed="true"' in card
    assert client.post(path, {"_method": "DELETE"}).status_code == 303
    post.refresh_from_db()
    assert post.reaction_counts == {}
    client.post(path, {"kind": "thanks"})
    assert client.delete(path).status_code == 303
    assert client.post(path, {"kind": "hate"}).status_code == 422


def test_each_reader_sees_their_own_reaction_in_the_cached_card(world, post, signed_in, client):
    client.post(f"/posts/{post.pk}/reaction/", {"kind": "thanks"})
    mine = client.get(f"/posts/{post.pk}/", headers=HX).content.decode()
    theirs = signed_in(world.outsider).get(f"/posts/{post.pk}/", headers=HX).content.decode()
    assert 'value="thanks" aria-pressed="true"' in mine
    assert 'value="thanks" aria-pressed="false"' in theirs
    assert f"/posts/{post.pk}/edit/" in mine
    assert f"/posts/{post.pk}/edit/" not in theirs


def test_editing_and_withdrawing(client, world, post, signed_in):
    path = f"/posts/{post.pk}/"
    assert signed_in(world.outsider).post(path, {"body": "Pas à moi"}).status_code == 403
    assert signed_in(world.outsider).delete(path).status_code == 403
    assert client.post(path, {"body": "Mieux", "title": ""}).status_code == 303
    post.refresh_from_db()
    assert (post.text, post.title) == ("Mieux", "")
    assert client.post(path, {"_method": "DELETE"})["Location"] == f"/spaces/{world.open.slug}/"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "1e3", "%00", "１"])
def test_ids_that_are_none(client, number):
    for path in (f"/posts/{number}/", f"/comments/{number}/", f"/posts/{number}/comments/"):
        assert client.get(path).status_code == 404


def test_a_refusal_says_why(client, world, signed_in):
    page = world.owner.page
    answer = client.post(f"/spaces/{page.slug}/posts/", {"body": "Chez toi"})
    assert answer.status_code == 403
    assert "only that person posts" in answer.content.decode() or "seule" in answer.content.decode()
