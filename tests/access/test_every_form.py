"""The same rule, wherever it is asked: lists, one object, readers, feeds, notifications, sockets.

In random worlds with openings and consents, guests, exclusions, units that people move between.
test_agreement.py holds what space and guardian say to one another, test_readers.py what pages and
panels say; exceptional access changes none of it.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from apps.feed.sources import newest_in
from apps.live import topics
from apps.notifications.audience import readers_of
from apps.oversight.actions import approve_access, ask_access
from apps.oversight.models import Access
from apps.posts.actions import create_comment, create_post, invite_guest
from apps.posts.models import Comment, Guest, Post
from apps.profiles.actions import create_unit, update_directory_entry
from apps.profiles.models import User
from apps.spaces.actions import change_kind, exclude_person, open_to_unit
from apps.spaces.models import Space
from tests.access.test_agreement import SPACES, build
from tests.access.test_readers import Written, doings, take
from tests.conftest import make_person

FEW = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
kinds_of_spaces = st.lists(st.sampled_from(Space.Kind.values), min_size=SPACES, max_size=SPACES)


def scopes() -> dict[int, set[int]]:
    """What each person reads, by id: posts."""
    return {
        someone.pk: set(Post.objects.visible_to(someone).values_list("pk", flat=True))
        for someone in User.objects.all()
    }


def assert_every_form_agrees() -> None:
    read, people = scopes(), list(User.objects.all())
    guests = set(Guest.objects.values_list("user_id", "post_id"))
    for post in Post.objects.filter(withdrawn_at=None).select_related("space", "circle"):
        audience = set(post.readers().values_list("pk", flat=True))
        assert audience == {pk for pk, posts in read.items() if post.pk in posts}
        in_space = set(readers_of(post.space_id, post.pk).values_list("pk", flat=True))
        assert in_space <= audience
        told = set(topics.readers_among(post.space_id, [one.pk for one in people]))
        for one in people:
            inside = Post.objects.in_readable_spaces(one).contains(post)
            assert not inside or one.pk in in_space
            if one.pk in audience and not inside:
                assert (one.pk, post.pk) in guests
                is_open = post.space.kind == Space.Kind.OPEN
                assert is_open or one.pk not in in_space, "no guest is told of a closed space"
            assert not inside or one.pk in told, "who reads is told"
            answers = Comment.objects.visible_to(one).filter(post=post).exists()
            assert answers == (one.pk in audience and post.comments.exists())
    for space in Space.objects.communities():
        for one in people:
            fed = {row.ref.id for row in newest_in(one, space).items}
            here = Post.objects.in_readable_spaces(one).filter(space=space)
            assert fed == set(here.values_list("pk", flat=True)), "feeds ask in SQL of their own"
            can = space.pk in topics.readable(one.pk, [space.pk])
            assert can == Space.objects.visible_to(one).contains(space)
            assert can == (one.pk in topics.readers_among(space.pk, [one.pk]))


@FEW
@given(kinds=kinds_of_spaces, history=st.lists(doings, min_size=10, max_size=40))
def test_every_form_of_the_rule_agrees(db, kinds, history):
    with transaction.atomic():
        written = Written(build(kinds))
        for doing in history:
            take(written, doing)
        assert_every_form_agrees()
        transaction.set_rollback(True)


@pytest.fixture
def every_way(world):
    """A space read by name, by a unit, by a unit and excluded, as a guest."""
    space = world.confidential
    unit = create_unit(name="Atelier")
    excluded = make_person("Elias Excluded")
    for person in (world.outsider, excluded):
        update_directory_entry(actor=world.administrator, person=person, unit=unit)
    open_to_unit(actor=world.owner, space=space, unit=unit)
    post = create_post(author=world.owner, space=space, body="Avant")
    create_comment(author=world.animator, post=post, body="Oui")
    invite_guest(actor=world.owner, post=post, person=world.leader)
    exclude_person(actor=world.owner, space=space, user=excluded, reason="x", days=7)
    return space, post, excluded


def test_every_form_agrees_where_every_branch_is_taken(world, every_way):
    space, post, excluded = every_way
    assert_every_form_agrees()
    assert not post.readers().contains(excluded)
    change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    create_post(author=world.member, space=Space.objects.get(pk=space.pk), body="Pour tous")
    assert_every_form_agrees()
    kept = Post.objects.get(pk=post.pk)
    assert set(kept.readers()) == {
        *(world.cast[role] for role in ("owner", "animator", "member", "outsider", "leader"))
    }


def test_exceptional_access_changes_nothing_anywhere(world, every_way):
    space, _post, _excluded = every_way
    before = scopes()
    with override_settings(RSN_BREAK_GLASS_APPROVERS=[world.analyst.email]):
        access = ask_access(
            asker=world.administrator,
            address=space.slug,
            reason=Access.Reason.LEGAL,
            text="The court asked for messages.",
            hours=4,
            tell_on=timezone.localdate() + timedelta(days=30),
        )
        approve_access(actor=world.analyst, access=access)
        assert Access.objects.in_force_for(world.administrator).exists(), "the premise"
        assert scopes() == before
        assert_every_form_agrees()
    for person in (world.administrator, world.analyst):
        assert space.pk not in topics.subscribed(person.pk)
        assert not topics.readable(person.pk, [space.pk])
        assert not readers_of(space.pk).contains(person)
        assert not space.readers().contains(person)
