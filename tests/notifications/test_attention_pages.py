"""Follow, follow less, mute: without a script, in a menu, and only of what one reads."""

import re

import pytest

from apps.notifications.following import conversation_state, space_level
from apps.notifications.models import Notification
from apps.posts.actions import create_comment, create_post
from tests.queries import queries_of

FRAGMENT = {"hx-request": "true", "accept-language": "en"}
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def post(quiet_world):
    return create_post(author=quiet_world.owner, space=quiet_world.confidential, body="Albatros")


def attention(post):
    return f"/posts/{post.pk}/attention/"


def test_the_page_offers_three_choices_and_says_which_holds(quiet_world, post, signed_in):
    page = signed_in(quiet_world.member).get(attention(post), headers=ENGLISH).text
    assert "You are told what concerns you here" in page
    assert page.count('type="radio" id="state-') == 3
    checked = re.findall(r'name="state" value="(\w+)"[^>]* checked', page)
    assert checked == ["unfollow"]


def test_a_choice_is_made_with_a_plain_form(quiet_world, post, signed_in):
    browser = signed_in(quiet_world.member)
    for state in ("follow", "mute", "unfollow"):
        response = browser.post(attention(post), {"state": state})
        assert (response.status_code, response["Location"]) == (303, f"/posts/{post.pk}/")
        assert conversation_state(quiet_world.member, post) == state


def test_one_comes_back_to_the_page_one_chose_on_if_it_is_ours(quiet_world, post, signed_in):
    browser = signed_in(quiet_world.member)
    mute = {"state": "mute", "next": "/notifications/?show=all"}
    assert browser.post(attention(post), mute)["Location"] == "/notifications/?show=all"
    mute["next"] = "https://elsewhere.example/"
    assert browser.post(attention(post), mute)["Location"] == f"/posts/{post.pk}/"


def test_in_a_menu_the_choices_come_back_with_the_new_one_pressed(quiet_world, post, signed_in):
    browser = signed_in(quiet_world.member)
    menu = browser.get(attention(post) + "?in=menu", headers=FRAGMENT).text
    assert "<html" not in menu
    answer = browser.post(attention(post), {"state": "mute"}, headers=FRAGMENT).text
    assert 'value="mute" aria-pressed="true"' in answer
    assert answer.count('aria-pressed="true"') == 1
    below = browser.post(attention(post), {"state": "mute", "in": "post"}, headers=FRAGMENT).text
    assert "You muted this conversation" in below


def test_what_is_no_choice_is_refused(quiet_world, post, signed_in):
    browser = signed_in(quiet_world.member)
    for sent in ({}, {"state": "everything"}):
        assert browser.post(attention(post), sent).status_code == 422
        assert browser.post(attention(post), sent, headers=FRAGMENT).status_code == 422
    assert conversation_state(quiet_world.member, post) == "unfollow"


def test_what_one_does_not_read_has_no_choices(quiet_world, post, signed_in):
    browser = signed_in(quiet_world.outsider)
    space = f"/spaces/{quiet_world.confidential.slug}/attention/"
    for path, sent in ((attention(post), {"state": "follow"}), (space, {"level": "close"})):
        for headers in (ENGLISH, FRAGMENT):
            assert browser.get(path, headers=headers).status_code == 404
            assert browser.post(path, sent, headers=headers).status_code == 404
    assert conversation_state(quiet_world.outsider, post) == "unfollow"
    assert space_level(quiet_world.outsider, quiet_world.confidential) == "normal"


def test_a_space_on_request_has_none_at_its_door_either(quiet_world, signed_in):
    path = f"/spaces/{quiet_world.on_request.slug}/attention/"
    assert signed_in(quiet_world.member).get(path).status_code == 200
    assert signed_in(quiet_world.outsider).get(path).status_code == 404


def test_a_space_closely_as_usual_or_not_at_all(quiet_world, signed_in):
    browser, space = signed_in(quiet_world.member), quiet_world.open
    path = f"/spaces/{space.slug}/attention/"
    assert "You are told what concerns you here" in browser.get(path, headers=ENGLISH).text
    for level, said in (
        ("close", "You follow this space closely"),
        ("mute", "You muted this space"),
        ("normal", "You are told what concerns you here"),
    ):
        response = browser.post(path, {"level": level}, headers=ENGLISH)
        assert response["Location"] == f"/spaces/{space.slug}/"
        assert space_level(quiet_world.member, space) == level
        assert said in browser.get(path, headers=ENGLISH).text
    assert browser.post(path, {"level": "x"}).status_code == 422


def test_everybody_who_reads_finds_the_way_there(quiet_world, post, signed_in):
    browser = signed_in(quiet_world.member)
    for page in ("/", f"/spaces/{post.space.slug}/", f"/posts/{post.pk}/"):
        assert attention(post) in browser.get(page).text
    assert (
        f"/spaces/{post.space.slug}/attention/" in browser.get(f"/spaces/{post.space.slug}/").text
    )


def test_what_was_muted_says_so_in_the_list_and_can_be_followed_again(
    quiet_world, clock, signed_in
):
    mine = create_post(author=quiet_world.member, space=quiet_world.open, body="Qui ?")
    create_comment(author=quiet_world.owner, post=mine, body="Moi.")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    page = browser.get("/notifications/?show=all", headers=ENGLISH).text
    assert "Mute this conversation" in page
    entry = page.partition('<li class="row told')[2]
    back = re.search(r'name="next" value="([^"]+)"', entry)[1]
    response = browser.post(attention(mine), {"state": "mute", "next": back})
    assert response["Location"] == "/notifications/?show=all"
    page = browser.get("/notifications/", headers=ENGLISH).text
    assert "Muted" in page
    assert "Follow again" in page
    assert "New:" not in page


def test_the_page_of_the_post_reads_what_comes_while_one_looks(quiet_world, clock, signed_in):
    mine = create_post(author=quiet_world.member, space=quiet_world.open, body="Qui ?")
    create_comment(author=quiet_world.owner, post=mine, body="Moi.")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    unread = Notification.objects.filter(person=quiet_world.member, read_at=None)
    for asked in ("?in=menu", ""):
        browser.get(attention(mine) + asked, headers=FRAGMENT)
        assert unread.exists(), "a menu of a card is not the conversation"
    browser.get(attention(mine) + "?in=post", headers=FRAGMENT)
    assert not unread.exists()


def test_asking_costs_the_same_in_a_long_conversation(quiet_world, signed_in):
    post = create_post(author=quiet_world.member, space=quiet_world.open, body="Qui ?")
    browser = signed_in(quiet_world.member)

    def ask():
        return browser.get(attention(post) + "?in=post", headers=FRAGMENT)

    ask()
    few = len(queries_of(ask))
    for _ in range(20):
        create_comment(author=quiet_world.owner, post=post, body="Moi.")
    ask()
    assert len(queries_of(ask)) <= few <= 8
