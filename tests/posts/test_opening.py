"""What was said before a space was opened: for whom it is kept, and who opens it."""

import pytest

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import (
    agree_to_open,
    agree_to_open_everything,
    create_comment,
    create_post,
    keep_draft,
    publish_draft,
    take_back_consent,
    withdraw_comment,
)
from apps.posts.models import Comment, Consent, Post
from apps.spaces.actions import add_member, change_kind, join_space, leave_space
from apps.spaces.models import JournalEntry, Space
from tests.queries import queries_of

OPEN = Space.Kind.OPEN


@pytest.fixture
def opened(world):
    """A conversation of a closed space, opened since: the post, and the space."""
    post = create_post(author=world.member, space=world.confidential, body="Entre nous")
    create_comment(author=world.animator, post=post, body="Oui")
    space = change_kind(actor=world.owner, space=world.confidential, kind=OPEN)
    post.refresh_from_db()
    return post, space


def reads(person, post) -> bool:
    return Post.objects.visible_to(person).contains(post)


def test_what_was_said_stays_with_those_who_read_it(world, opened):
    post, space = opened
    assert Space.objects.visible_to(world.outsider).contains(space)
    assert reads(world.member, post)
    assert reads(world.owner, post)
    assert not reads(world.outsider, post)
    assert not Comment.objects.visible_to(world.outsider).filter(post=post).exists()
    later = create_post(author=world.outsider, space=space, body="Pour tous")
    assert reads(world.outsider, later)
    newcomer = create_post(author=world.member, space=space, body="Pour tous aussi")
    assert reads(world.administrator, newcomer)


def test_nobody_enters_the_circle_afterwards_and_who_leaves_leaves_it(world, opened):
    post, space = opened
    join_space(user=world.outsider, space=space)
    assert not reads(world.outsider, post)
    leave_space(user=world.animator, space=space)
    assert not reads(world.animator, post)
    join_space(user=world.animator, space=space)
    assert not reads(world.animator, post)


def test_a_conversation_opens_when_all_who_wrote_in_it_agreed(world, opened):
    post, space = opened
    assert not agree_to_open(person=world.member, post=post)
    assert not reads(world.outsider, post)
    assert agree_to_open_everything(person=world.animator, space=space) == 1
    assert reads(world.outsider, post)
    post.refresh_from_db()
    assert agree_to_open(person=world.member, post=post)
    noted = JournalEntry.objects.get(space=space, kind=JournalEntry.Kind.CONSENT)
    assert (noted.actor, noted.detail) == (world.animator, {"opened": 1})


def test_only_who_wrote_in_it_decides(world, opened):
    post, _ = opened
    with pytest.raises(Refused):
        agree_to_open(person=world.owner, post=post)


def test_agreement_is_taken_back_until_it_is_open(world, opened):
    post, _ = opened
    agree_to_open(person=world.member, post=post)
    take_back_consent(person=world.member, post=post)
    assert not agree_to_open(person=world.animator, post=post)
    assert agree_to_open(person=world.member, post=post)
    with pytest.raises(Refused):
        take_back_consent(person=world.member, post=post)
    assert Consent.objects.filter(post=post).count() == 2


def test_an_answer_given_meanwhile_needs_its_author_too(world, opened):
    post, _ = opened
    agree_to_open(person=world.member, post=post)
    third = create_comment(author=world.owner, post=post, body="Moi aussi")
    assert not agree_to_open(person=world.animator, post=post)
    withdraw_comment(actor=world.owner, comment=third)
    assert reads(world.outsider, post)


def test_an_answer_written_for_the_circle_is_not_sent_to_everybody(world, opened):
    post, space = opened
    seen_before = Post.objects.get(pk=post.pk)
    for person in (world.member, world.animator):
        agree_to_open_everything(person=person, space=space)
    with pytest.raises(InvalidInput):
        create_comment(author=world.owner, post=seen_before, body="Entre nous")
    again = create_comment(author=world.owner, post=Post.objects.get(pk=post.pk), body="Pour tous")
    assert again.pk


def test_a_post_written_for_fewer_is_not_published_for_all(world):
    seen_before = Space.objects.get(pk=world.on_request.pk)
    change_kind(actor=world.owner, space=world.on_request, kind=OPEN)
    with pytest.raises(InvalidInput):
        create_post(author=world.member, space=seen_before, body="Entre nous")
    assert not Post.objects.filter(space=world.on_request).exists()


def test_a_draft_of_before_is_read_again_first(world):
    draft = keep_draft(author=world.member, space=world.on_request, body="Entre nous")
    change_kind(actor=world.owner, space=world.on_request, kind=OPEN)
    draft.refresh_from_db()
    with pytest.raises(InvalidInput):
        publish_draft(actor=world.member, draft=draft)


def test_what_was_said_in_the_open_is_kept_too_when_it_closed_since(world):
    post = create_post(author=world.outsider, space=world.open, body="Pour tous")
    closed = change_kind(actor=world.owner, space=world.open, kind=Space.Kind.CONFIDENTIAL)
    assert not reads(world.outsider, post)
    change_kind(actor=world.owner, space=closed, kind=OPEN)
    assert reads(world.outsider, post), "one's own words, in a space one reads"
    assert not reads(world.analyst, post)
    assert reads(world.member, post)


def test_knowing_the_name_opens_nothing(world):
    post = create_post(author=world.member, space=world.confidential, body="Entre nous")
    space = change_kind(actor=world.owner, space=world.confidential, kind=Space.Kind.ON_REQUEST)
    post.refresh_from_db()
    assert post.circle_id is None
    assert Space.objects.listed_to(world.outsider).contains(space)
    assert not reads(world.outsider, post)


def test_opening_costs_the_same_for_few_and_for_many(world):
    for number in range(3):
        create_post(author=world.member, space=world.on_request, body=f"n° {number}")

    def and_back():
        change_kind(actor=world.owner, space=world.on_request, kind=OPEN)
        change_kind(actor=world.owner, space=world.on_request, kind=Space.Kind.ON_REQUEST)

    and_back()
    few = len(queries_of(and_back))
    for number in range(30):
        create_post(author=world.member, space=world.on_request, body=f"n° {number}")
    for person in (world.outsider, world.leader, world.analyst):
        add_member(actor=world.owner, space=world.on_request, user=person)
    assert len(queries_of(and_back)) <= few


def test_a_form_shown_before_the_opening_publishes_nothing_before_it_is_sent_again(
    world, signed_in
):
    client = signed_in(world.member)
    url = f"/spaces/{world.on_request.slug}/posts/"
    change_kind(actor=world.owner, space=world.on_request, kind=OPEN)
    refused = client.post(url, {"body": "Entre nous", "written_for": "on_request"})
    assert refused.status_code == 422
    assert b"Entre nous" in refused.content
    assert b'name="written_for" value="open"' in refused.content
    assert not Post.objects.filter(space=world.on_request).exists()
    assert client.post(url, {"body": "Pour tous", "written_for": "open"}).status_code == 303
    assert client.post(url, {"body": "D’un programme"}).status_code == 303


def test_a_draft_s_form_of_before_neither(world, signed_in):
    client = signed_in(world.member)
    draft = keep_draft(author=world.member, space=world.on_request, body="Entre nous")
    change_kind(actor=world.owner, space=world.on_request, kind=OPEN)
    url, words = f"/drafts/{draft.pk}/", {"body": "Entre nous, mieux", "publishes": "1"}
    refused = client.post(url, words | {"written_for": "on_request"})
    assert refused.status_code == 422
    assert b"Entre nous, mieux" in refused.content
    assert not Post.objects.filter(space=world.on_request).exists()
    assert client.post(url, words | {"written_for": "open"}).status_code == 303
    assert Post.objects.filter(space=world.on_request).exists()


def test_an_answer_form_of_before_neither(world, opened, signed_in):
    post, space = opened
    client = signed_in(world.owner)
    shown = client.get(f"/posts/{post.pk}/comments/new/")
    assert b'name="is_kept" value="1"' in shown.content
    for person in (world.member, world.animator):
        agree_to_open_everything(person=person, space=space)
    url = f"/posts/{post.pk}/comments/"
    assert client.post(url, {"body": "Entre nous", "is_kept": "1"}).status_code == 422
    assert client.post(url, {"body": "Pour tous"}).status_code == 303
