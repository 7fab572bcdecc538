"""The demo company: whole, consistent, dated from today, the same every time."""

import io
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.demo.actions import load_demo
from apps.demo.cast import Cast
from apps.demo.details import PASSWORD
from apps.demo.just_now import ANSWERS
from apps.demo.story import StoryError, read_story
from apps.demo.stream import lines_of, to_html
from apps.events.models import OutboxEvent
from apps.feed.models import SeenMarker
from apps.posts.models import (
    Comment,
    CommentReaction,
    Consent,
    Guest,
    Mention,
    Post,
    PostReaction,
)
from apps.profiles.models import Profile, User
from apps.spaces.grants import PERMISSIONS_OF_ROLE
from apps.spaces.models import (
    Follow,
    Invitation,
    JoinRequest,
    JournalEntry,
    Membership,
    Space,
    SpaceGrant,
)


@pytest.fixture(scope="module")
def company(django_db_setup, django_db_blocker):
    """The demo company, loaded once for the module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=io.StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(db, company) -> None:
    """Within the company."""


def account(role: str) -> User:
    return User.objects.get(email=f"{role}@demo.example")


def test_the_content_has_no_error() -> None:
    read_story()


def test_it_is_a_believable_company(loaded) -> None:
    assert 230 <= User.objects.count() <= 250
    assert Space.objects.communities().count() == 25
    assert set(Space.objects.communities().values_list("kind", flat=True)) == set(Space.Kind.values)
    assert Space.objects.filter(built_in="person").count() == User.objects.count()
    authors = {
        *Post.objects.values_list("author", flat=True),
        *Comment.objects.values_list("author", flat=True),
    }
    assert 0.2 <= len(authors) / User.objects.count() <= 0.7


def test_nothing_lies_in_the_future_nor_before_its_cause(loaded) -> None:
    now = timezone.now()
    for model, field in (
        (Post, "published_at"), (Comment, "published_at"), (PostReaction, "reacted_at"),
        (CommentReaction, "reacted_at"), (Membership, "joined_at"), (User, "joined_at"),
        (SeenMarker, "seen_at"), (Post, "pinned_at"), (Space, "created_at"),
    ):  # fmt: skip
        assert model.objects.aggregate(last=Max(field))["last"] <= now, (model, field)
    for comment in Comment.objects.select_related("post", "parent"):
        assert comment.published_at >= comment.post.published_at
        assert not comment.parent or comment.published_at >= comment.parent.published_at
    assert Post.objects.filter(published_at__gt=now - timedelta(days=2)).exists()


@pytest.mark.parametrize(
    ("role", "flags"),
    [
        ("employee", set()), ("colleague", set()), ("outsider", set()), ("animator", set()),
        ("leader", {"is_leader"}), ("communicator", {"is_communicator"}),
        ("analyst", {"is_analyst"}), ("admin", {"is_staff"}),
    ],
)  # fmt: skip
def test_the_accounts(loaded, role: str, flags: set[str]) -> None:
    person = account(role)
    assert authenticate(email=person.email, password=PASSWORD) == person
    assert person.emailaddress_set.get().verified
    every = {"is_leader", "is_communicator", "is_analyst", "is_staff"}
    assert {flag for flag in every if getattr(person, flag)} == flags


def test_only_the_accounts_can_sign_in(loaded) -> None:
    assert sum(user.has_usable_password() for user in User.objects.all()) == 8


def test_who_belongs_to_the_confidential_space(loaded) -> None:
    members = set(
        Space.objects.get(slug="comite-projet").memberships.values_list("user__email", flat=True)
    )
    assert {f"{r}@demo.example" for r in ("employee", "colleague", "animator")} <= members
    assert not members & {f"{r}@demo.example" for r in ("outsider", "admin", "analyst")}
    confidential = Membership.objects.filter(space__kind=Space.Kind.CONFIDENTIAL)
    assert not confidential.filter(user=account("admin")).exists()


def test_the_animator_animates(loaded) -> None:
    kinds = Membership.objects.filter(user=account("animator"), role__in=["animator", "owner"])
    assert set(kinds.values_list("space__kind", flat=True)) == set(Space.Kind.values)
    assert {"comite-projet", "qualite"} <= set(kinds.values_list("space__slug", flat=True))


def test_only_those_who_may_read_react_and_write(loaded) -> None:
    for space in Space.objects.communities().exclude(kind=Space.Kind.OPEN):
        readers = set(space.readers().values_list("pk", flat=True))
        reacted = {
            *PostReaction.objects.filter(post__space=space).values_list("user", flat=True),
            *CommentReaction.objects.filter(comment__post__space=space).values_list(
                "user", flat=True
            ),
        }
        wrote = {
            *Post.objects.filter(space=space).values_list("author", flat=True),
            *Comment.objects.filter(post__space=space).values_list("author", flat=True),
        }
        assert wrote
        assert reacted <= readers
        assert wrote <= readers
    assert not PostReaction.objects.filter(user__posts__pk=0).exists()


def test_counts_and_grants_are_those_of_the_rows(loaded) -> None:
    for post in Post.objects.prefetch_related("reactions", "comments"):
        assert post.comments_count == len(post.comments.all())
        assert sum(post.reaction_counts.values()) == len(post.reactions.all())
    for space in Space.objects.communities():
        assert space.members_count == space.memberships.count()
    wanted = {
        (m.user_id, m.space_id, codename)
        for m in Membership.objects.all()
        for codename in PERMISSIONS_OF_ROLE[m.role]
    }
    held = set(
        SpaceGrant.objects.values_list("user_id", "content_object_id", "permission__codename")
    )
    assert held == wanted


def test_the_directory_knows_them(loaded) -> None:
    found = User.objects.matching("metrologie lyon")
    assert account("employee") in found
    assert Profile.objects.filter(manager=None).count() < 5
    assert not Profile.objects.filter(unit=None).exists()
    site = account("employee").profile.site
    assert site
    assert account("employee").groups.filter(unit=site).exists()


def test_it_looks_lived_in(loaded) -> None:
    assert Post.objects.filter(pinned_at__isnull=False).count() > 5
    assert Follow.objects.filter(user=account("employee"), space__person=account("leader")).exists()
    unread = [
        marker
        for marker in SeenMarker.objects.filter(user=account("employee"))
        if Post.objects.filter(space=marker.space, published_at__gt=marker.seen_at).exists()
    ]
    assert unread
    assert Post.objects.filter(imported_at__isnull=False).count() == 0


def test_of_the_past_nobody_is_told_and_of_this_moment_somebody_is(loaded) -> None:
    told = Counter(OutboxEvent.objects.values_list("name", flat=True))
    assert told["comment.created"] == len(ANSWERS)
    # Who waits at a door, and a post given to somebody, are of this moment too.
    at_the_doors = {"access.requested", "invitation.sent", "space.readers-changed"}
    said = {"comment.created", "post.reacted", "person.mentioned", "guest.invited"}
    assert set(told) == said | at_the_doors
    named = Mention.objects.values_list("person__email", flat=True)
    accounts = {"employee", "colleague", "leader", "animator"}
    assert {f"{role}@demo.example" for role in accounts} <= set(named)


def test_a_second_time_nothing_happens(loaded) -> None:
    output = io.StringIO()
    call_command("load_demo", stdout=output)
    assert "already loaded" in output.getvalue()
    assert Space.objects.communities().count() == 25


def test_the_same_story_gives_the_same_lines() -> None:
    story, now = read_story(), timezone.now()
    first, second = (list(lines_of(story, Cast(story), now=now)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("hour", [0, 7, 23])
def test_early_or_late_in_the_day_all_is_past(hour: int) -> None:
    now = timezone.localtime().replace(hour=hour, minute=1) - timedelta(days=1)
    story = read_story()
    for line in lines_of(story, Cast(story), now=now):
        assert getattr(line, "created_at", now) <= now


def test_an_error_in_the_content_is_told_and_writes_nothing(db, tmp_path: Path) -> None:
    (tmp_path / "conversations").mkdir()
    (tmp_path / "organisation.toml").write_text(
        'name = "X"\n[[unit]]\nslug="a"\nname="A"\nkind="site"\n'
    )
    (tmp_path / "spaces.toml").write_text("")
    (tmp_path / "conversations" / "everyone.toml").write_text(
        '[[post]]\ndays_ago=1\nat="9h"\nauthor="x"\nbody="a"\n'
        '[[post]]\ndays_ago=1\nat="09:00"\nauthor="nobody"\nbody="a"\n'
        '[[post.comment]]\nauthor="nobody"\nafter_minutes=1\nbody="b"\nreply_to=1\n'
    )
    before = User.objects.count()
    with pytest.raises(StoryError) as raised:
        load_demo(tmp_path)
    assert len(raised.value.problems) == 3
    assert User.objects.count() == before


def test_what_the_writers_may_use() -> None:
    body = "**gras** et *incliné*\nsuite\n\n- un\n- [deux](https://x.example)\n\n<b>#1</b> & 2_3_4"
    assert to_html(body) == (
        "<p><strong>gras</strong> et <em>incliné</em><br>\nsuite</p>\n<ul>\n<li>un</li>\n"
        '<li><a href="https://x.example">deux</a></li>\n</ul>\n'
        "<p>&lt;b&gt;#1&lt;/b&gt; &amp; 2_3_4</p>\n"
    )


def test_one_space_was_opened_and_most_of_what_was_said_before_waits(loaded) -> None:
    space = Space.objects.get(slug="bureau-etudes")
    assert space.kind == Space.Kind.OPEN
    kept = Post.objects.filter(space=space, circle__isnull=False)
    employee = account("employee")
    outsider = User.objects.active().exclude(memberships__space=space)[0]
    assert kept.exists()
    assert not Post.objects.visible_to(outsider).filter(pk__in=kept).exists()
    assert Post.objects.visible_to(outsider).filter(space=space).exists()
    assert Post.objects.visible_to(employee).filter(pk__in=kept).exists()
    assert not Consent.objects.filter(person=employee).exists()


def test_the_journal_of_a_closed_space_begins_with_it(loaded) -> None:
    space = Space.objects.get(slug="comite-projet")
    lines = JournalEntry.objects.filter(space=space).order_by("at", "pk")
    assert lines[0].kind == JournalEntry.Kind.CREATED
    joined = lines.filter(kind=JournalEntry.Kind.JOINED)
    assert joined.count() == space.members_count - 1
    kinds = set(lines.values_list("kind", flat=True))
    assert kinds > {"role_changed", "guest_invited", "guest_ended", "exported"}
    assert not JournalEntry.objects.filter(at__gt=timezone.now()).exists()
    assert not Guest.objects.filter(post__space=space).exists()
    assert not JournalEntry.objects.filter(space__slug="machine-a-cafe").exists()


def test_who_waits_at_the_doors(loaded) -> None:
    asked = JoinRequest.objects.waiting().get()
    assert asked.space.slug == "qualite"
    assert not asked.space.readers().contains(asked.user)
    invitation = Invitation.objects.waiting().get()
    assert invitation.user == account("outsider")
    assert invitation.space.kind == Space.Kind.CONFIDENTIAL
    assert invitation.space.slug != "comite-projet"
    assert not invitation.space.readers().contains(account("outsider"))
    by_unit = Space.objects.get(has_unit_readers=True)
    assert by_unit.readers().count() > by_unit.members_count


def test_a_colleague_was_given_one_post_to_read(loaded, signed_in):
    guest = Guest.objects.get()
    colleague = account("colleague")
    assert guest.user == colleague
    assert not guest.post.space.readers().contains(colleague)
    assert guest.post.title in signed_in(colleague).get("/given/").text
    assert not Post.objects.visible_to(account("outsider")).contains(guest.post)
