"""The pages one reads in: what is in them, in which order, at what price."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.posts.actions import create_comment, create_post, pin_post
from apps.posts.models import Post
from apps.spaces.actions import follow_space, join_space
from tests.conftest import make_person, make_space
from tests.queries import assert_constant_queries, queries_of


def texts(response) -> list[int]:
    """Ids of the cards in the order of the page."""
    page = response.content.decode()
    return [int(piece.split('"')[0]) for piece in page.split('<article id="post-')[1:]]


def aged(post: Post, **delta: float) -> Post:
    Post.objects.filter(pk=post.pk).update(published_at=timezone.now() - timedelta(**delta))
    return post


@pytest.fixture
def client(world, signed_in):
    return signed_in(world.member)


def test_home_is_chronological_over_what_one_belongs_to_and_follows(client, world):
    elsewhere = make_space(world.owner)
    followed = make_space(world.owner)
    follow_space(user=world.member, space=followed)
    follow_space(user=world.member, space=world.leader.page)
    old = aged(create_post(author=world.owner, space=world.confidential, body="vieux"), days=2)
    page = aged(create_post(author=world.leader, space=world.leader.page, body="page"), days=1)
    new = create_post(author=world.leader, space=world.everyone, body="neuf")
    newer = create_post(author=world.owner, space=followed, body="suivi")
    create_post(author=world.owner, space=elsewhere, body="ailleurs")
    assert texts(client.get("/")) == [newer.pk, new.pk, page.pk, old.pk]


def test_home_goes_on_without_repeating_or_missing(client, world):
    posts = [
        aged(create_post(author=world.owner, space=world.open, body=f"{n}"), minutes=n % 7)
        for n in range(45)
    ]
    seen: list[int] = []
    path = "/"
    while path:
        response = client.get(path)
        seen += texts(response)
        create_post(author=world.owner, space=world.open, body="entre-temps")
        page = response.content.decode()
        path = "/?before=" + page.split("?before=")[1].split('"')[0] if "?before=" in page else ""
    assert sorted(seen) == sorted({post.pk for post in posts})


def test_home_costs_the_same_with_more(client, world):
    def grow() -> None:
        for _ in range(20):
            space = make_space(world.owner)
            join_space(user=world.member, space=space)
            post = create_post(author=make_person(), space=space, body="encore")
            create_comment(author=make_person(), post=post, body="oui")

    grow()
    # The session, the person, their places, the posts, the bell.
    assert_constant_queries(lambda: client.get("/"), grow, budget=4)


def test_older_pages_of_home_cost_the_same(client, world):
    for number in range(25):
        aged(create_post(author=world.owner, space=world.open, body="x"), minutes=number)
    older = "/?before=" + client.get("/").content.decode().split("?before=")[1].split('"')[0]
    client.get(older)
    assert len(queries_of(lambda: client.get(older))) <= 5


def test_a_space_costs_the_same_with_more(client, world):
    def grow() -> None:
        for _ in range(20):
            post = create_post(author=make_person(), space=world.open, body="encore")
            create_comment(author=make_person(), post=post, body="oui")

    grow()
    assert_constant_queries(lambda: client.get(f"/spaces/{world.open.slug}/"), grow, budget=14)


def test_a_post_costs_the_same_with_more_comments(client, world):
    post = create_post(author=world.owner, space=world.open, body="un")

    def grow() -> None:
        for _ in range(20):
            create_comment(author=make_person(), post=post, body="oui")

    grow()
    assert_constant_queries(lambda: client.get(f"/posts/{post.pk}/"), grow)


def test_a_persons_page_costs_the_same_with_more(client, world):
    def grow() -> None:
        for _ in range(10):
            create_post(author=world.owner, space=make_space(world.owner), body="encore")

    grow()
    assert_constant_queries(lambda: client.get(f"/people/{world.owner.username}/"), grow)


def test_pinned_posts_stand_first_and_once(client, world):
    first = create_post(author=world.owner, space=world.open, body="premier")
    second = create_post(author=world.owner, space=world.open, body="second")
    pin_post(actor=world.animator, post=first)
    assert texts(client.get(f"/spaces/{world.open.slug}/")) == [first.pk, second.pk]


def test_new_marks_go_once_the_space_was_looked_into(client, world):
    space = world.open
    client.get(f"/spaces/{space.slug}/")
    create_post(author=world.owner, space=space, body="neuf")
    create_post(author=world.member, space=space, body="de moi")
    home = client.get("/").content.decode()
    assert home.count('class="card__when"') == 2
    assert home.count('<span class="dot" aria-hidden="true"></span>') == 1
    client.get(f"/spaces/{space.slug}/")
    assert '<span class="dot" aria-hidden="true"></span>' not in client.get("/").content.decode()


def test_a_person_page_shows_what_this_reader_may_read(world, signed_in):
    create_post(author=world.owner, space=world.confidential, body="secret")
    shared = create_post(author=world.owner, space=world.everyone, body="partagé")
    path = f"/people/{world.owner.username}/"
    assert texts(signed_in(world.outsider).get(path)) == [shared.pk]
    assert len(texts(signed_in(world.member).get(path))) == 2


def test_the_list_of_spaces_says_where_something_new_waits(client, world):
    page = client.get("/spaces/?show=mine").content.decode()
    before = page.count('class="dot"')
    create_post(author=world.owner, space=world.confidential, body="neuf")
    assert client.get("/spaces/?show=mine").content.decode().count('class="dot"') > before
    client.get(f"/spaces/{world.confidential.slug}/")
    assert client.get("/spaces/?show=mine").content.decode().count('class="dot"') == before


def test_a_colleagues_page_can_be_followed(client, world):
    page = client.get(f"/people/{world.leader.username}/").content.decode()
    assert f"/spaces/{world.leader.page.slug}/follow/" in page
    own = client.get(f"/people/{world.member.username}/").content.decode()
    assert f"/spaces/{world.member.page.slug}/follow/" not in own
