"""Many write at the same moment, where others come, go and take back: each in a transaction."""

import random

import pytest
from django.db import connection
from django.db.models import Max

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.feed.models import NewestPost
from apps.posts.actions import create_post, pin_post, withdraw_post
from apps.posts.models import Post
from apps.profiles.models import User
from apps.spaces.actions import change_kind, join_space, leave_space
from apps.spaces.models import Space
from tests.conftest import make_person, make_space
from tests.spaces.test_concurrency import at_once

THREADS, STEPS = 6, 20


@pytest.mark.usefixtures("transactional_db")
def test_nobody_waits_in_a_circle_and_no_bound_is_too_low():
    Space.objects.get_or_create(
        built_in=Space.BuiltIn.EVERYONE, defaults={"slug": "everyone", "name": "x"}
    )
    owner = make_person()
    people = [make_person() for _ in range(3)]
    spaces = [make_space(owner) for _ in range(2)]

    def busy(seed):
        def work():
            chance = random.Random(seed)
            for _ in range(STEPS):
                try:
                    _one_step(chance, User.objects.get(pk=owner.pk), people, spaces)
                except (Refused, InvalidInput):
                    continue
            return "done"

        return work

    assert at_once(*map(busy, range(THREADS))) == ["done"] * THREADS
    for space in spaces:
        newest = Post.objects.filter(space=space).aggregate(at=Max("published_at"))["at"]
        assert NewestPost.objects.get(space=space).published_at == newest
    connection.close()


def _one_step(chance, owner, people, spaces):
    person, space = chance.choice(people), chance.choice(spaces)
    kind = chance.choice(["post", "post", "post", "many", "withdraw", "pin", "join", "leave"])
    if kind == "post":
        create_post(author=owner, space=space, body="dit")
    elif kind == "many":
        Post.objects.bulk_create(
            Post(space=one, author=owner, html="", text="") for one in chance.sample(spaces, 2)
        )
    elif kind in ("withdraw", "pin"):
        post = Post.objects.within(space).filter(author=owner).order_by("?").first()
        act = withdraw_post if kind == "withdraw" else pin_post
        if post:
            act(actor=owner, post=post)
    elif kind == "join":
        join_space(user=User.objects.get(pk=person.pk), space=space)
    elif chance.random() < 0.3:
        change_kind(actor=owner, space=space, kind="open")
    else:
        leave_space(user=User.objects.get(pk=person.pk), space=space)
