"""The synthetic organisation is one that the application itself could have made."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max
from django.utils import timezone

from apps.demo.scale import MEASURED
from apps.posts.models import Comment, Post, PostReaction
from apps.profiles.models import Profile, User
from apps.profiles.searchable import refresh_searchable as refresh_people
from apps.spaces.grants import PERMISSIONS_OF_ROLE
from apps.spaces.models import Membership, Space, SpaceGrant
from apps.spaces.searchable import refresh_searchable as refresh_spaces
from tests.conftest import make_person, the_whole_company


def seed(**sizes: object) -> None:
    the_whole_company()
    options = {"people": 60, "spaces": 20, "posts": 300, "password": "bench-rsn-2026"} | sizes
    call_command("seed_scale", stdout=io.StringIO(), **options)


# VACUUM, which ends the seeding, runs in no transaction; what is committed is emptied afterwards.
@pytest.mark.django_db(transaction=True)
def test_every_row_is_as_the_actions_would_have_made_it() -> None:
    seed()

    assert User.objects.count() == 60
    assert Space.objects.communities().count() == 20
    assert Post.objects.count() == 300
    assert Comment.objects.count() == 900
    _check_counts()
    _check_access()
    _check_search_columns()
    _check_times()
    measured = authenticate(email=MEASURED, password="bench-rsn-2026")
    assert measured
    assert measured.memberships.count() == 20
    # What is written afterwards finds its ids free.
    make_person("Camille Roux")
    with pytest.raises(CommandError, match="seeded before"):
        seed(yes=True)


def _check_counts() -> None:
    actual = Post.objects.annotate(n=Count("comments"))
    assert not actual.exclude(comments_count=F("n")).exists()
    for post in Post.objects.prefetch_related("reactions"):
        assert sum(post.reaction_counts.values()) == len(post.reactions.all())
    members = Space.objects.annotate(n=Count("memberships"))
    assert not members.exclude(members_count=F("n")).exists()
    assert Space.objects.filter(built_in="person").count() == 60


def _check_access() -> None:
    wanted = {
        (m.user_id, m.space_id, codename)
        for m in Membership.objects.all()
        for codename in PERMISSIONS_OF_ROLE[m.role]
    }
    held = SpaceGrant.objects.values_list("user_id", "content_object_id", "permission__codename")
    assert set(held) == wanted
    closed = Space.objects.exclude(kind=Space.Kind.OPEN)
    for space in closed:
        readers = set(space.readers().values_list("pk", flat=True))
        assert set(Post.objects.filter(space=space).values_list("author", flat=True)) <= readers
        said = Comment.objects.filter(post__space=space)
        assert set(said.values_list("author", flat=True)) <= readers
        reacted = PostReaction.objects.filter(post__space=space)
        assert set(reacted.values_list("user", flat=True)) <= readers


def _check_search_columns() -> None:
    for model, refresh in ((Profile, refresh_people), (Space.objects.communities, refresh_spaces)):
        rows = model.objects.all() if model is Profile else model()
        seeded = dict(rows.values_list("pk", "searchable"))
        refresh(seeded)
        assert dict(rows.values_list("pk", "searchable")) == seeded


def _check_times() -> None:
    assert Post.objects.aggregate(last=Max("published_at"))["last"] <= timezone.now()
    assert not Comment.objects.filter(published_at__lt=F("post__published_at")).exists()
    assert not Comment.objects.filter(published_at__lt=F("parent__published_at")).exists()
    assert not Comment.objects.exclude(parent=None).exclude(parent__parent=None).exists()
    assert not Comment.objects.exclude(parent=None).exclude(parent__post=F("post")).exists()


@pytest.mark.django_db
def test_it_refuses_a_database_that_people_use() -> None:
    make_person("Camille Roux")
    with pytest.raises(CommandError, match="has people"):
        seed()
    assert User.objects.count() == 1
