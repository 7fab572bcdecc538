"""`visible_to`, model by model: what is of a space is read by whom the space is read by."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from apps.archive.models import SpaceExport
from apps.core.decisions import Refused
from apps.digests.models import Digest, DigestChoice
from apps.feed.actions import mark_seen
from apps.feed.models import SeenMarker
from apps.feed.rail import home_of, rail_of
from apps.feed.sources import newest_at_home, newest_in
from apps.hours.models import Absence, Pause, WorkingHours
from apps.notifications.models import (
    ConversationSetting,
    Notification,
    Preference,
    PushSubscription,
    SpaceSetting,
)
from apps.oversight.models import Access, AdministrationEntry
from apps.posts.actions import create_post, react, withdraw_post
from apps.posts.models import (
    Attachment,
    Comment,
    CommentReaction,
    Consent,
    Draft,
    Guest,
    Mention,
    Post,
    PostReaction,
)
from apps.profiles.models import User
from apps.search.actions.indexing import index_comments, index_posts
from apps.search.models import SearchEntry
from apps.spaces.actions import follow_space, remove_member
from apps.spaces.models import (
    Exclusion,
    Follow,
    Invitation,
    JoinRequest,
    JournalEntry,
    Membership,
    Offer,
    Space,
)
from tests.access import doors_files
from tests.access.conftest import tell
from tests.access.doors_notifications import have_been_told

SPACE_OF = {
    Space: lambda row: row,
    Membership: lambda row: row.space,
    Post: lambda row: row.space,
    Comment: lambda row: row.post.space,
    Attachment: lambda row: (row.post or row.comment.post).space,
    PostReaction: lambda row: row.post.space,
    CommentReaction: lambda row: row.comment.post.space,
    Follow: lambda row: row.space,
    JournalEntry: lambda row: row.space,
    Offer: lambda row: row.space,
    SeenMarker: lambda row: row.space,
    Notification: lambda row: row.space,
    Mention: lambda row: row.post.space,
    Guest: lambda row: row.post.space,
    Consent: lambda row: row.post.space,
    SearchEntry: lambda row: row.post.space,
}
# What a person does for themselves concerns nobody else.
THEIR_OWN = {Follow, SeenMarker, Notification, Offer}
OF_NO_SPACE = {
    User,
    Absence,
    Draft,
    Pause,
    WorkingHours,
    Digest,
    DigestChoice,
    ConversationSetting,
    Preference,
    PushSubscription,
    SpaceSetting,
    # Of the person, and of those who run the space: tests/spaces/test_entering.py.
    Exclusion,
    Invitation,
    JoinRequest,
    # Of the owner who asked for the copy: tests/archive/test_copies.py.
    SpaceExport,
    # Of who asks and who answers; of administrators: tests/access/test_glass_doors.py.
    Access,
    AdministrationEntry,
}


@pytest.fixture
def full(world):
    """Something of every kind in every space, rows that losing access left behind included."""
    for space in (world.confidential, world.on_request, world.open):
        told = tell(world, space)
        have_been_told(told)
        doors_files.of_post(told)
        doors_files.of_comment(told)
        Mention.objects.create(post=told.post, person=world.member)
        Guest.objects.create(post=told.post, user=world.leader, invited_by=world.owner)
        Consent.objects.create(post=told.post, person=world.owner)
        index_posts([told.post.pk])
        index_comments([told.comment.pk])
        react(user=world.member, said=told.post, kind="bravo")
        react(user=world.member, said=told.comment, kind="bravo")
        gone = create_post(author=world.owner, space=space, body="x")
        withdraw_post(actor=world.owner, post=gone)
        for someone in (world.member, world.outsider, world.deactivated):
            Follow.objects.create(user=someone, space=space)
            Offer.objects.create(user=someone, space=space, expires_at=timezone.now())
            mark_seen(user=someone, space=space)
    return world


def belongs(person, space):
    return Membership.objects.filter(user=person, space=space).exists()


def reads(person, space):
    """The rule, said once more in the plainest way."""
    return person.is_active and (space.kind == Space.Kind.OPEN or belongs(person, space))


def owner_of(row):
    return row.person_id if hasattr(row, "person_id") else row.user_id


def stands(row):
    """Who left is in no list; what was withdrawn is read by nobody."""
    if isinstance(row, Membership):
        return row.user.is_active
    said = row if isinstance(row, Post) else getattr(row, "post", None)
    said = said or getattr(getattr(row, "comment", None), "post", None)
    return said is None or said.withdrawn_at is None


def test_every_model_that_has_a_scope_is_here():
    models = {m for m in apps.get_models() if hasattr(getattr(m, "objects", None), "visible_to")}
    assert models == set(SPACE_OF) | OF_NO_SPACE


@pytest.mark.parametrize("model", SPACE_OF, ids=lambda model: model.__name__)
def test_a_scope_is_what_one_reads(model, full):
    rows = [row for row in model.objects.all() if stands(row)]
    assert rows
    for role, person in full.cast.items():
        expected = {
            row
            for row in rows
            if reads(person, SPACE_OF[model](row))
            and (model not in THEIR_OWN or owner_of(row) == person.pk)
        }
        assert set(model.objects.visible_to(person)) == expected, role
    if model not in THEIR_OWN:
        assert not model.objects.visible_to(AnonymousUser()).exists()


def test_people_are_known_to_colleagues_and_to_nobody_else(full):
    active = set(User.objects.exclude(pk=full.deactivated.pk))
    for person in full.cast.values():
        known = set(User.objects.visible_to(person))
        assert known == (active if person.is_active else set())
    assert not User.objects.visible_to(AnonymousUser()).exists()


def test_a_name_is_known_where_one_may_ask_to_come_in(full):
    for person in full.cast.values():
        for space in Space.objects.all():
            is_known = person.is_active and (
                space.kind != Space.Kind.CONFIDENTIAL or belongs(person, space)
            )
            assert Space.objects.listed_to(person).contains(space) == is_known
            asked = Membership.objects.animating(person).filter(space=space)
            assert asked.exists() == (is_known and not space.built_in)


def test_feeds_read_by_the_rule_too(full):
    for person in filter(lambda someone: someone.is_active, full.cast.values()):
        spaces = [full.confidential, full.on_request, full.open]
        for space in spaces:
            shown = newest_in(person, space).items
            assert bool(shown) == reads(person, space)
        home = home_of(person)
        assert home.page == newest_at_home(person)
        assert home.rail == rail_of(person)
        at_home = {row.ref.space_id for row in home.page.items}
        closed = {space.pk for space in spaces if not reads(person, space)}
        assert at_home.isdisjoint(closed)
        in_rail = {space.id for space in rail_of(person)}
        assert in_rail.isdisjoint(closed)
    assert newest_at_home(full.outsider).items, "what one follows is read"


def test_who_loses_a_space_follows_it_no_more(world):
    """Otherwise coming back by another way would bring back what one never asked for again."""
    with pytest.raises(Refused):
        follow_space(user=world.outsider, space=world.confidential)
    follow_space(user=world.member, space=world.confidential)
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    assert not Follow.objects.filter(user=world.member, space=world.confidential).exists()
