"""Home looks only where something was written lately, and misses nothing by it."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.feed.models import NewestPost
from apps.feed.rail import DEPTH, home_of, rail_of
from apps.feed.sources import newest_at_home
from apps.posts.actions import create_post, withdraw_post
from apps.posts.models import Post
from apps.spaces.actions import add_member, change_kind, follow_space
from apps.spaces.models import Space
from tests.conftest import make_person, make_space
from tests.feed.test_pages import aged
from tests.queries import queries_of


def bound(space) -> object:
    return NewestPost.objects.get(space=space).published_at


def test_the_bound_is_kept_however_a_post_is_written(world):
    first = create_post(author=world.owner, space=world.open, body="un")
    assert bound(world.open) == first.published_at
    long_ago = timezone.now() - timedelta(days=400)
    Post.objects.bulk_create(
        Post(space=space, author=world.owner, html="", text="", published_at=at)
        for space, at in (
            (world.open, long_ago),
            (world.confidential, long_ago),
            (world.confidential, long_ago - timedelta(days=1)),
        )
    )
    assert bound(world.open) == first.published_at
    assert bound(world.confidential) == long_ago
    later = timezone.now()
    Post.objects.filter(space=world.confidential).update(published_at=later)
    assert bound(world.confidential) == later
    Post.objects.filter(pk=first.pk).update(space=world.on_request)
    assert bound(world.on_request) == first.published_at
    assert bound(world.open) == first.published_at, "a bound, which need not come down"


def test_a_space_that_goes_takes_its_bound_along(world):
    space = Space.objects.create(slug="a-space", name="A space")
    Post.objects.create(space=space, author=world.owner, html="", text="")
    assert bound(space)
    Space.objects.filter(pk=space.pk).delete()
    assert not NewestPost.objects.filter(space_id=space.pk).exists()


def by_the_rule(person) -> list[tuple[int, bool]]:
    """The rail as it would be without anything remembered: (space, whether something is new)."""
    mine = Space.objects.visible_to(person).filter(archived_at=None)
    listed = mine.filter(memberships__user=person) | mine.filter(built_in="everyone")
    posts = Post.objects.in_readable_spaces(person).order_by("-published_at", "-pk")
    found = []
    for space in listed.distinct():
        newest = posts.filter(space=space).first()
        when = -newest.published_at.timestamp() if newest else 0
        is_new = posts.filter(space=space).exclude(author=person).exists()
        found.append((newest is None, when, space.sort_name, space.pk, is_new))
    return [(pk, is_new) for *_, pk, is_new in sorted(found)][:12]


def assert_nothing_is_missing(person) -> None:
    home = home_of(person)
    assert home.page == newest_at_home(person)
    assert [(space.id, space.has_news) for space in home.rail] == by_the_rule(person)
    assert home.rail == rail_of(person)


@pytest.fixture
def busy(world):
    """The member belongs to many more spaces than are looked into first, and follows some."""
    spaces = []
    for number in range(DEPTH + 12):
        space = make_space(world.owner)
        add_member(actor=world.owner, space=space, user=world.member)
        aged(create_post(author=world.owner, space=space, body="dit"), hours=number + 1)
        spaces.append(space)
    followed = make_space(world.owner)
    follow_space(user=world.member, space=followed)
    aged(create_post(author=world.owner, space=followed, body="suivi"), minutes=90)
    return spaces


def bounds_are_exact() -> None:
    """As after a long time: what is aged above had been noted when it was new."""
    for known in NewestPost.objects.all():
        newest = Post.objects.filter(space=known.space_id).latest("published_at")
        NewestPost.objects.filter(pk=known.pk).update(published_at=newest.published_at)


def test_of_many_spaces_nothing_is_missing_and_one_question_is_enough(world, busy):
    bounds_are_exact()
    assert_nothing_is_missing(world.member)
    assert len(queries_of(lambda: home_of(world.member))) == 1
    assert len(queries_of(lambda: rail_of(world.member))) == 1


def test_where_much_was_taken_back_every_space_is_asked(world, busy):
    """Bounds that are too high hide nothing: neither a post nor a place in the rail."""
    for space in busy[12:]:
        withdraw_post(
            actor=world.owner, post=create_post(author=world.owner, space=space, body="repris")
        )
    home_of(world.member)
    assert len(queries_of(lambda: home_of(world.member))) == 2
    assert_nothing_is_missing(world.member)


def test_in_every_state_in_between(world, busy):
    bounds_are_exact()
    chance = random.Random(4)
    for _ in range(12):
        for space in chance.sample(busy, 5):
            post = create_post(author=world.owner, space=space, body="encore")
            if chance.random() < 0.6:
                withdraw_post(actor=world.owner, post=post)
        assert_nothing_is_missing(world.member)


def test_a_dot_tells_nothing_of_what_is_kept_for_others(world):
    """What was said before a space opened stays with those who read then; so does its date."""
    create_post(author=world.owner, space=world.confidential, body="entre nous")
    change_kind(actor=world.owner, space=world.confidential, kind="open")
    newcomer = make_person()
    add_member(actor=world.owner, space=world.confidential, user=newcomer)
    create_post(author=world.owner, space=world.everyone, body="à tous")
    aged(Post.objects.get(space=world.everyone), days=3)
    for person, is_told in ((world.member, True), (newcomer, False)):
        listed = {space.id: space.has_news for space in rail_of(person)}
        assert listed[world.confidential.pk] == is_told
        assert_nothing_is_missing(person)
    assert rail_of(newcomer)[0].id == world.everyone.pk, "nor does its place in the rail"
    assert rail_of(world.member)[0].id == world.confidential.pk


def test_nor_is_it_among_what_came_after(world):
    create_post(author=world.owner, space=world.confidential, body="entre nous")
    change_kind(actor=world.owner, space=world.confidential, kind="open")
    newcomer = make_person()
    add_member(actor=world.owner, space=world.confidential, user=newcomer)
    space = Space.objects.get(pk=world.confidential.pk)
    after = create_post(author=world.owner, space=space, body="à qui lit maintenant")
    assert [row.ref.id for row in home_of(newcomer).page.items] == [after.pk]
    assert len(home_of(world.member).page.items) == 2
    assert_nothing_is_missing(newcomer)


def test_a_rail_is_asked_again_where_only_it_misses_something(world, busy):
    """More posts than a page shows in one space, and bounds too high in most others."""
    bounds_are_exact()
    for space in busy[12:]:
        post = create_post(author=world.owner, space=space, body="repris")
        withdraw_post(actor=world.owner, post=post)
    for number in range(25):
        create_post(author=world.owner, space=world.everyone, body=f"{number}")
    later = timezone.now() + timedelta(minutes=5)
    Post.objects.filter(space=world.everyone).update(published_at=later)
    assert_nothing_is_missing(world.member)
