"""A space is opened while people write in it: no words reach more people than they were for."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F
from django.db.utils import OperationalError

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import (
    agree_to_open_everything,
    create_comment,
    create_post,
    depart,
    withdraw_comment,
)
from apps.posts.models import Comment, Consent, Post
from apps.spaces.actions import add_member, change_grid, change_kind, join_space, leave_space
from apps.spaces.models import Space
from tests.conftest import make_person, make_space, the_whole_company

Kind = Space.Kind


def at_once(*calls):
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def place(transactional_db):
    the_whole_company()
    owner = make_person("Odile")
    people = [make_person() for _ in range(4)]
    space = make_space(owner, kind=Kind.ON_REQUEST)
    for person in people:
        add_member(actor=owner, space=space, user=person)
    return owner, people, space


@pytest.mark.parametrize("turn", range(4))
def test_what_is_written_for_the_members_is_read_by_them_alone(place, turn):
    """Each loads the space, says what the kind is, and writes: the words say for whom they are."""
    owner, people, space = place
    chance = random.Random(turn)

    def writer(person):
        def write():
            for number in range(6):
                seen = Space.objects.get(pk=space.pk)
                time.sleep(chance.random() / 100)
                try:
                    create_post(author=person, space=seen, body=f"{seen.kind} {number}")
                except InvalidInput:
                    continue

        return write

    def opener():
        time.sleep(chance.random() / 20)
        change_kind(actor=owner, space=space, kind=Kind.OPEN)

    at_once(*map(writer, people), opener)
    for post in Post.objects.filter(space=space):
        assert (post.circle_id is not None) == post.text.startswith(Kind.ON_REQUEST), post.text


def test_nobodys_answer_opens_without_them(place):
    """Answers, agreements and withdrawals at the same time, in the same conversations."""
    owner, people, space = place
    posts = [create_post(author=owner, space=space, body=f"n° {n}") for n in range(3)]
    change_kind(actor=owner, space=space, kind=Kind.OPEN)
    agree_to_open_everything(person=owner, space=space)

    def taking_part(person, seed):
        chance = random.Random(seed)

        def act():
            for _ in range(8):
                post = Post.objects.get(pk=chance.choice(posts).pk)
                try:
                    said = create_comment(author=person, post=post, body=f"{post.circle_id}")
                except InvalidInput:
                    continue
                if chance.random() < 0.5:
                    agree_to_open_everything(person=person, space=space)
                elif chance.random() < 0.5:
                    withdraw_comment(actor=person, comment=said)

        return act

    at_once(*(taking_part(person, seed) for seed, person in enumerate(people)))
    open_now = Post.objects.filter(pk__in=[post.pk for post in posts], circle=None)
    meant_for_few = Comment.objects.filter(post__in=open_now, withdrawn_at=None).exclude(
        text="None"
    )
    for answer in meant_for_few:
        assert Consent.objects.filter(post=answer.post_id, person=answer.author_id).exists()


def test_everything_a_space_goes_through_at_once_and_no_deadlock(place):
    owner, people, space = place
    deadlocks = []

    def busy(person, seed):
        chance = random.Random(seed)
        acts = [
            lambda: create_post(author=person, space=Space.objects.get(pk=space.pk), body="Un"),
            lambda: create_comment(
                author=person, post=Post.objects.filter(space=space).order_by("?")[0], body="Oui"
            ),
            lambda: agree_to_open_everything(person=person, space=space),
            lambda: leave_space(user=person, space=space),
            lambda: join_space(user=person, space=space),
            lambda: depart(
                user=person, space=space, words=chance.choice(["keep", "anonymise", "remove"])
            ),
            lambda: change_grid(
                actor=owner, space=space, post_in_space=chance.choice(["member", "animator"])
            ),
            lambda: change_kind(actor=owner, space=space, kind=chance.choice(Kind.values)),
            lambda: add_member(actor=owner, space=space, user=person),
        ]

        def work():
            for _ in range(12):
                try:
                    chance.choice(acts)()
                except OperationalError as problem:
                    deadlocks.append(problem)
                except (Refused, InvalidInput, IndexError):
                    continue

        return work

    create_post(author=owner, space=space, body="Un")
    at_once(*(busy(person, seed) for seed, person in enumerate(people)))
    assert not deadlocks
    for post in Post.objects.filter(space=space):
        standing = post.comments.filter(withdrawn_at=None).count()
        assert post.comments_count == standing
    outside = Post.objects.filter(circle__isnull=False).exclude(circle__space=F("space"))
    assert not outside.exists()
