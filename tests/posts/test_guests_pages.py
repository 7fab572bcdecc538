"""What a guest is shown, and what they are not: one post to read, and nothing around it."""

import re

import pytest

from apps.posts.actions import create_comment, create_post, invite_guest
from apps.posts.models import Guest
from tests.conftest import make_person
from tests.queries import assert_constant_queries

FRAGMENT = {"hx-request": "true"}
NAME = "Cormoran"


@pytest.fixture
def post(world):
    space = world.confidential
    space.name = NAME
    space.save(update_fields=["name"])
    said = create_post(author=world.member, space=space, title="Petrel", body="Un albatros.")
    create_comment(author=world.animator, post=said, body="Un macareux.")
    said.refresh_from_db()
    return said


@pytest.fixture
def guest(world, post, signed_in):
    invite_guest(actor=world.member, post=post, person=world.outsider, word="À lire, vite !")
    return signed_in(world.outsider)


def main(response) -> str:
    return response.text.split("<main")[1].split("</main")[0]


def test_the_page_of_a_guest(guest, post, world):
    page = guest.get(f"/posts/{post.pk}/")
    for word in ("Petrel", "albatros", "macareux", "À lire, vite !", "Mehdi Member"):
        assert word in page.text
    assert NAME not in page.text
    assert world.confidential.slug not in page.text
    assert f'data-space="{world.confidential.pk}"' not in page.text
    for live in ("data-live-key", "data-live-watch", 'data-live-url="/posts'):
        assert live not in main(page)
    for way in ("/comments/new/", "/reaction/", "/attention/", "/readers/", "/edit/", "/pin/"):
        assert way not in page.text, way
    assert "data-mentions" not in main(page)
    assert page["Cache-Control"] == "private, no-store"


def test_a_guest_s_fragments(guest, post):
    for path in (
        f"/posts/{post.pk}/",
        f"/posts/{post.pk}/?part=card",
        f"/posts/{post.pk}/comments/",
    ):
        said = guest.get(path, headers=FRAGMENT)
        assert said.status_code == 200
        assert NAME not in said.text
        assert "data-live" not in said.text
        assert "<form" not in said.text


def test_caches_are_apart(guest, post, world, signed_in):
    """Whoever reads first, each is shown what is for them."""
    member = signed_in(world.owner)
    for first, second in ((member, guest), (guest, member)):
        for client in (first, second):
            answer = client.get(f"/posts/{post.pk}/")
            assert (NAME in answer.text) == (client is member)
            assert ("/comments/new/" in answer.text) == (client is member)
            assert ("data-live-key" in main(answer)) == (client is member)


@pytest.mark.parametrize(
    "path",
    [
        "/posts/{post}/readers/",
        "/posts/{post}/guests/",
        "/posts/{post}/edit/",
        "/posts/{post}/attention/",
        "/posts/{post}/comments/new/",
        "/comments/{comment}/",
        "/comments/{comment}/edit/",
        "/spaces/{slug}/",
        "/spaces/{slug}/about/",
        "/spaces/{slug}/journal/",
        "/spaces/{slug}/readers/",
        "/spaces/{slug}/members/",
        "/spaces/{slug}/mentions/?q=me",
    ],
)
def test_nothing_else_is_there(path, guest, post, world):
    where = path.format(post=post.pk, comment=post.comments.get().pk, slug=world.confidential.slug)
    assert guest.get(where).status_code == 404


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/posts/{post}/", {"body": "x"}, 403),
        ("/posts/{post}/", {"_method": "DELETE"}, 403),
        ("/posts/{post}/comments/", {"body": "x"}, 403),
        ("/posts/{post}/reaction/", {"kind": "thanks"}, 404),
        ("/posts/{post}/pin/", {}, 404),
        ("/comments/{comment}/", {"body": "x"}, 404),
        ("/comments/{comment}/", {"_method": "DELETE"}, 404),
        ("/comments/{comment}/reaction/", {"kind": "thanks"}, 404),
        ("/posts/{post}/guests/", {"person": "x"}, 404),
    ],
)
def test_a_guest_changes_nothing(path, data, status, guest, post):
    where = path.format(post=post.pk, comment=post.comments.get().pk)
    answer = guest.post(where, data)
    assert answer.status_code == status
    assert NAME not in answer.text
    before = (post.html, post.comments_count, post.reaction_counts)
    post.refresh_from_db()
    assert (post.html, post.comments_count, post.reaction_counts) == before


def test_no_list_has_it(guest, post):
    for path in (
        "/",
        "/search/?q=petrel",
        "/people/",
        "/spaces/",
        f"/people/{post.author.username}/",
    ):
        page = guest.get(path).text
        assert "albatros" not in page, path
        assert NAME not in page, path


def test_what_was_given_is_listed(guest, post, world, signed_in):
    page = guest.get("/given/").text
    assert "Petrel" in page
    assert f"/posts/{post.pk}/" in page
    assert NAME not in page
    assert "Petrel" not in signed_in(world.leader).get("/given/").text
    invite_guest(actor=world.member, post=post, person=world.leader)
    assert_constant_queries(
        lambda: guest.get("/given/"),
        lambda: [
            invite_guest(
                actor=world.owner,
                post=create_post(author=world.owner, space=world.confidential, body="x"),
                person=world.outsider,
            )
            for _ in range(5)
        ],
    )


def test_giving_back(guest, post, world):
    answer = guest.post(
        f"/posts/{post.pk}/guests/{world.outsider.username}/", {"_method": "DELETE"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/given/")
    assert guest.get(f"/posts/{post.pk}/").status_code == 404


def test_a_guest_sees_no_other_guest(guest, post, world):
    other = make_person("Gustave Guest")
    invite_guest(actor=world.member, post=post, person=other)
    assert "Gustave" not in guest.get(f"/posts/{post.pk}/").text
    answer = guest.post(f"/posts/{post.pk}/guests/{other.username}/", {"_method": "DELETE"})
    assert answer.status_code == 404
    assert Guest.objects.filter(user=other).exists()


def test_inviting_without_a_script(world, post, signed_in):
    author = signed_in(world.member)
    where = f"/posts/{post.pk}/guests/"
    found = author.get(f"{where}?q=oscar").text
    assert f"?person={world.outsider.username}" in found
    asked = author.get(f"{where}?person={world.outsider.username}").text
    assert "<textarea" in asked
    answer = author.post(where, {"person": world.outsider.username, "word": "Lis ceci."})
    assert (answer.status_code, answer["Location"]) == (303, where)
    assert Guest.objects.get().word == "Lis ceci."
    again = author.get(f"{where}?q=anaïs").text
    assert f"?person={world.animator.username}" not in again, "reads it already"


def test_what_is_refused_comes_back_with_its_words(world, post, signed_in):
    author = signed_in(world.member)
    sent = {"person": world.owner.username, "word": "Lis <b>ceci</b>."}
    answer = author.post(f"/posts/{post.pk}/guests/", sent)
    assert answer.status_code == 422
    assert "Lis &lt;b&gt;ceci&lt;/b&gt;." in answer.text
    too_long = {"person": world.outsider.username, "word": "x" * 501}
    assert author.post(f"/posts/{post.pk}/guests/", too_long).status_code == 422
    assert not Guest.objects.exists()


def test_members_see_whom_it_was_given_to(guest, post, world, signed_in):
    page = signed_in(world.owner).get(f"/posts/{post.pk}/").text
    assert re.search(r"(1 person invited to read this post|1 personne invitée)", page)
    panel = signed_in(world.owner).get(f"/posts/{post.pk}/readers/").text
    assert "Oscar Outsider" in panel
    assert "Oscar Outsider" in signed_in(world.owner).get(f"/posts/{post.pk}/guests/").text


def test_the_menu_offers_it_to_who_may(world, post, signed_in):
    for role, offers in (("member", True), ("animator", True), ("owner", True)):
        page = signed_in(world.cast[role]).get(f"/posts/{post.pk}/").text
        assert (f"/posts/{post.pk}/guests/" in page) == offers
    theirs = create_post(author=world.owner, space=world.confidential, body="x")
    page = signed_in(world.member).get(f"/posts/{theirs.pk}/").text
    assert f"/posts/{theirs.pk}/guests/" not in page
    everybody = create_post(author=world.member, space=world.open, body="x")
    page = signed_in(world.member).get(f"/posts/{everybody.pk}/").text
    assert f"/posts/{everybody.pk}/guests/" not in page
