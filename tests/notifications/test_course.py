"""Opened, about to be deleted, without an owner: who is told."""

from apps.notifications.audience import recipients
from apps.notifications.kinds import kind_of
from apps.notifications.models import Notification
from apps.notifications.saying import groups_of
from apps.posts.actions import create_comment, create_post
from apps.posts.events import CommentCreated
from apps.spaces.actions import change_kind, plan_deletion
from apps.spaces.events import SpaceDeletionPlanned, SpaceKindChanged, SpaceOffered
from apps.spaces.models import Space


def told(slug, event):
    return set(recipients(kind_of(slug), event).values_list("display_name", flat=True))


def test_those_who_wrote_are_asked_when_it_opens(world):
    space = world.confidential
    post = create_post(author=world.member, space=space, body="Entre nous")
    create_comment(author=world.animator, post=post, body="Oui")
    create_post(author=world.owner, space=space, body="Moi aussi")
    change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    event = SpaceKindChanged(actor_id=world.owner.pk, space_id=space.pk, kind="open")
    assert told("consent_asked", event) == {"Mehdi Member", "Anaïs Animator"}
    closing = SpaceKindChanged(actor_id=world.owner.pk, space_id=space.pk, kind="confidential")
    assert not kind_of("consent_asked").concerns(closing)


def test_it_leads_to_the_page_where_one_decides(world):
    space = change_kind(actor=world.owner, space=world.confidential, kind=Space.Kind.OPEN)
    kind = kind_of("consent_asked")
    assert kind.opens(f"opened.{space.pk}") == f"/spaces/{space.slug}/consent/"
    assert kind.opens("opened.0") == "/spaces/"


def test_what_is_kept_is_told_to_nobody_else(world):
    """An answer in a conversation of before: the new readers of the space hear nothing of it."""
    space = world.confidential
    post = create_post(author=world.member, space=space, body="Entre nous")
    comment = create_comment(author=world.animator, post=post, body="Oui")
    change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    post.refresh_from_db()
    event = CommentCreated(
        actor_id=world.animator.pk, space_id=space.pk, post_id=post.pk, comment_id=comment.pk,
        circle_id=post.circle_id,
    )  # fmt: skip
    assert event.topics == []
    assert told("answered", event) <= {"Mehdi Member", "Odile Owner"}
    for person in (world.outsider, world.member):
        Notification.objects.create(
            person=person, kind="answered", rank=1, event_id=1, occasion="x", actor=world.animator,
            space=space, post=post, comment=comment, subject=f"post.{post.pk}", day="2026-01-01",
            is_direct=True, due_at=post.published_at, delivered_at=post.published_at,
        )  # fmt: skip
    assert not Notification.objects.visible_to(world.outsider).exists()
    assert Notification.objects.visible_to(world.member).exists()


def test_members_are_told_of_a_planned_end(world):
    plan_deletion(actor=world.owner, space=world.open)
    event = SpaceDeletionPlanned(actor_id=world.owner.pk, space_id=world.open.pk)
    assert told("deletion_planned", event) == {"Mehdi Member", "Anaïs Animator"}


def test_an_offer_is_told_to_one_person(world):
    event = SpaceOffered(space_id=world.open.pk, person_id=world.member.pk)
    assert told("space_offered", event) == {"Mehdi Member"}
    assert event.topics == []


def test_the_sentences(world, db):
    rows = [
        Notification.objects.create(
            person=world.member, kind=slug, rank=1, event_id=n, occasion=slug, actor=world.owner,
            space=world.open, subject=f"{slug}.{world.open.pk}", day="2026-01-01", is_direct=True,
            due_at=world.open.created_at,
        )
        for n, slug in enumerate(["consent_asked", "deletion_planned", "space_offered"])
    ]  # fmt: skip
    for group in groups_of(Notification.objects.filter(pk__in=[r.pk for r in rows]).with_words()):
        assert world.open.name in group.sentence
