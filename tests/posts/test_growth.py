"""Authors hear when many more people read what they wrote for fewer."""

import pytest

from apps.events.models import OutboxEvent
from apps.posts.actions import create_post, invite_guest
from apps.posts.growth import grew, tell_of_growth
from apps.posts.models import Post
from apps.spaces.actions import add_member, change_kind
from tests.conftest import make_person
from tests.queries import assert_constant_queries, queries_of


def told(space):
    events = OutboxEvent.objects.filter(name="audience.grew", space_id=space.pk).order_by("pk")
    return [(row.person_id, row.payload) for row in events]


def admit(world, space, count=1):
    for _ in range(count):
        add_member(actor=world.owner, space=space, user=make_person())


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [(100, 110, False), (100, 111, True), (10, 12, False), (10, 13, True), (3, 4, True), (4, 4, 0)],
)
def test_a_step_is_more_than_ten_people_or_a_fifth(before, now, is_told):
    assert grew(before, now) == bool(is_told)


def test_a_post_carries_how_many_could_read_it(world):
    closed = create_post(author=world.owner, space=world.confidential, body="Mot.")
    assert closed.audience_count == world.confidential.readers().count() == 3
    assert create_post(author=world.owner, space=world.open, body="Mot.").audience_count is None


def test_an_open_space_asks_nothing_more(world):
    def write(space):
        return len(
            [
                sql
                for sql in queries_of(
                    lambda: create_post(author=world.owner, space=space, body="Mot.")
                )
                if "COUNT(" in sql
            ]
        )

    assert write(world.open) == 0
    assert write(world.confidential) == 1


def test_each_author_is_told_once_of_a_step(world):
    space = world.confidential
    mine = create_post(author=world.owner, space=space, body="Un.")
    admit(world, space)
    again = create_post(author=world.owner, space=space, body="Deux.")
    theirs = create_post(author=world.member, space=space, body="Trois.")
    admit(world, space)
    assert tell_of_growth(space.pk) == 2
    assert tell_of_growth(space.pk) == 0
    said = dict(told(space))
    assert said[world.owner.pk] == {"posts": [mine.pk, again.pk], "least": 3, "most": 4, "now": 5}
    assert said[world.member.pk] == {"posts": [theirs.pk], "least": 4, "most": 4, "now": 5}
    admit(world, space, 2)
    assert tell_of_growth(space.pk) == 2, "the next step, from what was told"


def test_a_small_step_is_not_told(world):
    space = world.confidential
    admit(world, space, 10)
    post = create_post(author=world.owner, space=space, body="Un.")
    admit(world, space)
    assert tell_of_growth(space.pk) == 0
    post.refresh_from_db()
    assert post.audience_count == 13, "small steps add up"
    admit(world, space, 2)
    assert tell_of_growth(space.pk) == 1


def test_what_everyone_reads_and_what_is_kept_apart_do_not_grow(world):
    space = world.confidential
    create_post(author=world.owner, space=space, body="Un.")
    change_kind(actor=world.owner, space=space, kind="open")
    admit(world, space, 3)
    assert tell_of_growth(space.pk) == 0


def test_guests_are_no_step(world):
    post = create_post(author=world.owner, space=world.confidential, body="Un.")
    invite_guest(actor=world.owner, post=post, person=world.outsider)
    assert tell_of_growth(world.confidential.pk) == 0


def test_a_thousand_posts_cost_no_more_questions(world):
    space = world.confidential
    create_post(author=world.owner, space=space, body="Un.")

    def grow():
        Post.objects.bulk_create(
            Post(author=world.owner, space=space, html="x", text="x", audience_count=3)
            for _ in range(100)
        )
        admit(world, space, 2)

    admit(world, space)
    assert_constant_queries(lambda: tell_of_growth(space.pk), grow)
