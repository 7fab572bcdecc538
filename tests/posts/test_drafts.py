"""Drafts: whose they are, when they publish themselves, and what may stand in the way."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.posts.actions import (
    create_post,
    edit_draft,
    keep_draft,
    publish_draft,
    publish_due_draft,
    throw_draft_away,
    withdraw_post,
    write_post,
)
from apps.posts.actions.drafts import MOST_DRAFTS
from apps.posts.clock import publish_what_is_due
from apps.posts.models import Draft, Post
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import archive_space, remove_member

# A Tuesday, 10:30 in Paris.
TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LATER = TUESDAY + timedelta(hours=3)
AFTER = TUESDAY + timedelta(hours=4)
# 21:30 in Paris; the organisation opens again on Wednesday at 8:00.
EVENING = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
OPENING = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(TUESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def draft(world) -> Draft:
    return keep_draft(
        author=world.member,
        space=world.confidential,
        title="Demain",
        body="<p>Avec <strong>vous</strong>.</p>",
        publish_at=LATER,
    )


def published() -> list[str]:
    return list(Post.objects.order_by("id").values_list("text", flat=True))


def created() -> OutboxEvent:
    return OutboxEvent.objects.get(name="post.created")


def test_it_publishes_itself_in_its_time_and_not_before(world, draft, on_tuesday):
    publish_what_is_due()
    assert published() == []
    on_tuesday.move_to(LATER)
    publish_what_is_due()
    publish_what_is_due()
    post = Post.objects.get()
    assert (post.title, post.html) == ("Demain", "<p>Avec <strong>vous</strong>.</p>")
    assert (post.author, post.space, post.key) == (world.member, world.confidential, draft.key)
    assert post.published_at == LATER
    assert not Draft.objects.exists()
    assert created().payload["quiet_until"] is None


def test_nothing_is_told_of_a_draft(draft):
    assert not OutboxEvent.objects.filter(name__startswith="post.").exists()


def test_a_draft_names_people_when_it_is_published(world, on_tuesday):
    keep_draft(
        author=world.member,
        space=world.confidential,
        body=f"@{world.animator.username} @{world.owner.username}",
        publish_at=LATER,
    )
    assert not OutboxEvent.objects.filter(name="person.mentioned").exists()
    remove_member(actor=world.owner, space=world.confidential, user=world.animator)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    told = OutboxEvent.objects.get(name="person.mentioned")
    assert told.payload["people"] == [world.owner.pk]
    assert published() == ["@Anaïs Animator @Odile Owner"]


def test_words_without_a_tag_stay_words(world, on_tuesday):
    body = "<div>1 &lt; 2 &amp; 3</div>"
    keep_draft(author=world.member, space=world.open, body=body, publish_at=LATER)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    assert published() == ["1 < 2 & 3"]


def test_who_may_no_longer_post_there_keeps_the_words_and_hears_why(world, draft, on_tuesday):
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    assert published() == []
    draft.refresh_from_db()
    assert draft.publish_at is None
    assert draft.refusal
    assert draft.text == "Avec vous."
    publish_what_is_due()
    assert published() == []


def test_the_reason_is_said_in_the_authors_language(world, draft, on_tuesday):
    world.member.language = "fr"
    world.member.save(update_fields=["language"])
    archive_space(actor=world.owner, space=world.confidential)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    draft.refresh_from_db()
    assert draft.refusal.startswith("Cet espace est archivé")


def test_an_announcement_needs_its_right_when_it_goes_out(world, on_tuesday):
    draft = keep_draft(
        author=world.animator,
        space=world.confidential,
        body="À tous",
        is_announcement=True,
        publish_at=LATER,
    )
    remove_member(actor=world.owner, space=world.confidential, user=world.animator)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    draft.refresh_from_db()
    assert draft.refusal
    assert published() == []


def test_of_a_deactivated_person_nothing_is_ever_published(world, draft, on_tuesday):
    deactivate_person(actor=world.administrator, person=world.member)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    publish_due_draft(draft.pk)
    assert published() == []
    draft.refresh_from_db()
    assert draft.publish_at == LATER


def test_one_that_cannot_go_holds_back_no_other(world, draft, on_tuesday):
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    keep_draft(author=world.member, space=world.open, body="L’autre", publish_at=LATER)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    assert published() == ["L’autre"]


def test_a_draft_is_its_authors_alone(world, draft):
    for role, person in world.cast.items():
        assert Draft.objects.visible_to(person).contains(draft) == (role == "member"), role
        if role != "member":
            for act in (publish_draft, throw_draft_away):
                with pytest.raises(Refused):
                    act(actor=person, draft=draft)
            with pytest.raises(Refused):
                edit_draft(actor=person, draft=draft, body="x")


def test_one_keeps_drafts_only_where_one_may_post(world):
    for person in (world.outsider, world.deactivated, world.administrator):
        with pytest.raises(Refused):
            keep_draft(author=person, space=world.confidential, body="x")
    with pytest.raises(Refused):
        keep_draft(author=world.member, space=world.open, body="x", is_announcement=True)


def test_one_changes_drafts_only_where_one_may_still_post(world, draft):
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    with pytest.raises(Refused):
        edit_draft(actor=world.member, draft=draft, body="<p>Encore</p>", publish_at=LATER)
    draft.refresh_from_db()
    assert draft.text == "Avec vous."


def test_the_same_form_keeps_one_draft(world):
    key = uuid4()
    for _ in range(2):
        write_post(author=world.member, space=world.open, key=key, keeps=True, body="Une fois")
    assert Draft.objects.count() == 1


def test_a_form_sent_again_after_its_draft_went_out_publishes_nothing_twice(
    world, draft, on_tuesday
):
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    again = keep_draft(
        author=world.member,
        space=world.confidential,
        body="Avec vous.",
        key=draft.key,
        publish_at=AFTER + timedelta(minutes=1),
    )
    on_tuesday.move_to(AFTER + timedelta(minutes=2))
    publish_what_is_due()
    assert len(published()) == 1
    assert not Draft.objects.filter(pk=again.pk).exists()


def test_what_was_published_and_withdrawn_does_not_come_back(world, draft, on_tuesday):
    post = create_post(
        author=world.member, space=world.confidential, body="Avec vous.", key=draft.key
    )
    withdraw_post(actor=world.member, post=post)
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    assert not Post.objects.filter(withdrawn_at=None).exists()
    draft.refresh_from_db()
    assert draft.refusal


def test_publishing_now_by_hand(world, draft):
    stale = Draft.objects.get(pk=draft.pk)
    post = publish_draft(actor=world.member, draft=draft)
    assert post.published_at == TUESDAY
    assert not Draft.objects.exists()
    assert publish_draft(actor=world.member, draft=stale) == post


def test_another_time(world, draft, on_tuesday):
    edit_draft(actor=world.member, draft=draft, body="Mieux", publish_at=AFTER)
    on_tuesday.move_to(LATER)
    publish_what_is_due()
    assert published() == []
    on_tuesday.move_to(AFTER)
    publish_what_is_due()
    assert published() == ["Mieux"]


@pytest.mark.parametrize("days", [367, 400_000])
def test_a_time_too_far_away(world, days):
    with pytest.raises(InvalidInput) as problem:
        keep_draft(
            author=world.member,
            space=world.open,
            body="x",
            publish_at=TUESDAY + timedelta(days=days),
        )
    assert problem.value.field == "publish_at"


def test_drafts_are_not_without_number(world):
    Draft.objects.bulk_create(
        Draft(author=world.member, space=world.open, html="<p>x</p>") for _ in range(MOST_DRAFTS)
    )
    with pytest.raises(InvalidInput, match=str(MOST_DRAFTS)):
        keep_draft(author=world.member, space=world.open, body="x")


@pytest.mark.parametrize(("at", "quiet"), [(TUESDAY, None), (EVENING, OPENING)])
def test_outside_working_hours_one_publishes_silently(world, on_tuesday, at, quiet):
    on_tuesday.move_to(at)
    body = f"Bonsoir @{world.animator.username}"
    write_post(author=world.member, space=world.confidential, key=None, body=body)
    for name in ("post.created", "person.mentioned"):
        told = OutboxEvent.objects.get(name=name).payload["quiet_until"]
        assert told == (quiet.isoformat() if quiet else None)


def test_a_draft_due_at_night_is_published_silently(world, draft, on_tuesday):
    edit_draft(actor=world.member, draft=draft, body="Nuit", publish_at=EVENING)
    on_tuesday.move_to(EVENING)
    publish_what_is_due()
    assert created().payload["quiet_until"] == OPENING.isoformat()
