"""What is found is what is read: nothing beyond it, and all of it.

Hypothesis makes worlds of people, spaces and words, has things happen to them that the index hears
of or has not heard of yet, and compares every answer with the rule asked of every text.
"""

from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_post,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.models import Comment, Post
from apps.profiles.actions import create_unit
from apps.profiles.models import User
from apps.search.actions import index_space, rebuild
from apps.search.find import find, parse
from apps.search.jump import jump
from apps.spaces import grants
from apps.spaces.actions import add_member, change_kind, join_space, leave_space, remove_member
from apps.spaces.models import Space
from tests.conftest import make_person, make_space
from tests.search.conftest import index_everything, keys

PEOPLE, SPACES = 3, 3
WORDS = ("étuve", "banc", "#vapeur")


@dataclass
class Scene:
    people: list[User]
    spaces: list[Space]
    unit: object


person = st.integers(0, PEOPLE - 1)
place = st.integers(0, SPACES - 1)
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
which = st.integers(0, 30)
steps = st.one_of(
    st.tuples(st.just("post"), person, place, words),
    st.tuples(st.just("post"), person, place, words),
    st.tuples(st.just("comment"), person, which, words),
    st.tuples(st.just("edit"), which, words),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("withdraw comment"), which),
    st.tuples(st.just("join"), person, place),
    st.tuples(st.just("leave"), person, place),
    st.tuples(st.just("add"), person, place, person),
    st.tuples(st.just("remove"), person, place, person),
    st.tuples(st.just("kind"), person, place, st.sampled_from(Space.Kind.values)),
    st.tuples(st.just("open to unit"), place),
)


def build(kinds: list[str]) -> Scene:
    unit = create_unit(name="Atelier")
    people = [make_person(unit=unit if n == 0 else None) for n in range(PEOPLE)]
    spaces = [make_space(people[n % PEOPLE], kind=kind) for n, kind in enumerate(kinds)]
    return Scene(people, spaces, unit)


def _post(which: int) -> Post:
    posts = list(Post.objects.filter(withdrawn_at=None).order_by("pk"))
    if not posts:
        raise InvalidInput("post", "none")
    return posts[which % len(posts)]


def _comment(which: int) -> Comment:
    comments = list(Comment.objects.standing().order_by("pk"))
    if not comments:
        raise InvalidInput("comment", "none")
    return comments[which % len(comments)]


def _space(scene: Scene, number: int) -> Space:
    return Space.objects.get(pk=scene.spaces[number].pk)


STEPS = {
    "post": lambda s, p, x, w: create_post(author=s.people[p], space=_space(s, x), body=w),
    "comment": lambda s, p, n, w: create_comment(author=s.people[p], post=_post(n), body=w),
    "edit": lambda s, n, w: edit_post(actor=_post(n).author, post=_post(n), body=w),
    "withdraw": lambda s, n: withdraw_post(actor=_post(n).author, post=_post(n)),
    "withdraw comment": lambda s, n: withdraw_comment(
        actor=_comment(n).author, comment=_comment(n)
    ),
    "join": lambda s, p, x: join_space(user=s.people[p], space=_space(s, x)),
    "leave": lambda s, p, x: leave_space(user=s.people[p], space=_space(s, x)),
    "add": lambda s, a, x, p: add_member(actor=s.people[a], space=_space(s, x), user=s.people[p]),
    "remove": lambda s, a, x, p: remove_member(
        actor=s.people[a], space=_space(s, x), user=s.people[p]
    ),
    "kind": lambda s, p, x, kind: change_kind(actor=s.people[p], space=_space(s, x), kind=kind),
    "open to unit": lambda s, x: grants.grant_unit(unit=s.unit, space=s.spaces[x]),
}


def take(scene: Scene, step: tuple) -> None:
    name, *values = step
    try:
        with transaction.atomic():
            STEPS[name](scene, *values)
    except (Refused, InvalidInput):
        pass


def readable(someone: User, word: str) -> Counter[str]:
    """By the rule and nothing else: the texts this person reads with this word."""
    posts = Post.objects.visible_to(someone).filter(text__contains=word)
    comments = Comment.objects.visible_to(someone).standing().filter(text__contains=word)
    return Counter(map(str, [*posts, *comments]))


def found(someone: User, word: str, sort: str) -> Counter[str]:
    seen: Counter[str] = Counter()
    cursor = ""
    while True:
        answer = find(someone, parse(f"{word} ", sort=sort), cursor)
        seen.update(keys(answer))
        cursor = answer.next_cursor
        if not cursor:
            return seen


def assert_agreement(scene: Scene, *, is_indexed: bool) -> None:
    for someone in scene.people:
        for word in WORDS:
            # Before the index hears of an edit, a text is found by its words of before.
            right = readable(someone, word if is_indexed else "")
            for sort in ("relevance", "date"):
                answers = found(someone, word, sort)
                assert not answers - right, f"{someone} finds what is not theirs"
                assert max(answers.values(), default=1) == 1, "nothing is found twice"
                if is_indexed:
                    assert answers == right
            first = find(someone, parse(f"{word} "))
            assert first.total.number <= sum(right.values())
            for facet in first.facets:
                assert sum(value.count for value in facet.values) <= sum(right.values())
            posts = {str(post) for post in jump(someone, word).conversations}
            assert posts <= set(map(str, Post.objects.visible_to(someone)))
        for section in find(someone, parse("kind:topic vapeur")).sections:
            for topic in section.items:
                most = sum(readable(someone, "#vapeur" if is_indexed else "").values())
                assert topic.count <= most
                assert not is_indexed or topic.count == most


@pytest.mark.timeout(900)
@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kinds=st.lists(st.sampled_from(Space.Kind.values), min_size=SPACES, max_size=SPACES),
    before=st.lists(steps, min_size=3, max_size=14),
    since=st.lists(steps, max_size=6),
    is_rebuilt=st.booleans(),
)
def test_what_is_found_is_what_is_read(db, kinds, before, since, is_rebuilt):
    with transaction.atomic():
        scene = build(kinds)
        for step in before:
            take(scene, step)
        index_everything()
        assert_agreement(scene, is_indexed=True)
        for step in since:
            take(scene, step)
        # The index has heard of none of this.
        assert_agreement(scene, is_indexed=False)
        if is_rebuilt:
            rebuild()
        else:
            index_everything()
            for space in scene.spaces:
                index_space(space.pk)
        assert_agreement(scene, is_indexed=True)
        transaction.set_rollback(True)


@pytest.mark.parametrize("most", [3, 7])
def test_batches_hide_nothing(world, say, answer, most, monkeypatch):
    """What is bounded to the newest few hundred goes on with the few hundred before them."""
    from apps.search import candidates

    monkeypatch.setattr(candidates, "MOST", most)
    monkeypatch.setattr(candidates, "FIRST_SPAN", 2)
    for number in range(25):
        space = world.confidential if number % 3 else world.open
        post = say(world.owner, space, "étuve")
        if number % 2:
            answer(world.owner, post, "étuve")
    for someone in (world.member, world.outsider):
        for sort in ("relevance", "date"):
            assert found(someone, "étuve", sort) == readable(someone, "étuve")
