"""Access lost in the middle of something: nothing more comes out of anything that was open.

Sockets are in tests/live/test_access.py and test_entering.py, films in tests/files/test_serving.py,
mails and pushes that wait in tests/notifications/test_access.py and test_sending.py, a copy of a
space in tests/archive/test_copies.py. Each silence has its premise: before, it was told.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from apps.archive.actions import ask_for_export, write_export
from apps.core.decisions import Refused
from apps.notifications.models import Delivery, Envelope, Notification
from apps.notifications.sending.contents import contents_of
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_comment,
    end_guest,
    invite_guest,
    keep_draft,
    publish_due_draft,
    upload_file,
)
from apps.posts.models import Comment, Draft, Guest, Post
from apps.profiles.actions import create_unit, update_directory_entry
from apps.search.actions import index_posts
from apps.spaces.actions import (
    accept_invitation,
    accept_offer,
    add_member,
    change_kind,
    close_to_unit,
    exclude_person,
    invite_person,
    leave_space,
    open_to_unit,
    remove_member,
    withdraw_invitation,
)
from apps.spaces.models import Invitation, Membership, Offer, Space
from tests.access.doors import ANSWER, BODY, NAME, SECRETS, TITLE, Told
from tests.access.doors_notifications import have_been_told
from tests.access.doors_oversight import DOORS as GLASS
from tests.access.every_door import DOORS
from tests.access.test_doors import found, traces
from tests.files.samples import upload

# Doors by which one leaves, or that change who one is there.
ACTS = {"joined"}
HELD = re.compile(r'(?:href|data-hx-get)="([^"]*(?:[?&]|&amp;)(?:after|before|cursor)=[^"]+)"')


def removed(world, told) -> None:
    remove_member(actor=world.owner, space=told.space, user=world.member)


def left(world, told) -> None:
    leave_space(user=world.member, space=told.space)


def excluded(world, told) -> None:
    exclude_person(actor=world.owner, space=told.space, user=world.member, reason="x", days=7)


WAYS = {"removed": removed, "left": left, "excluded": excluded}
each_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def by_unit(world, told) -> None:
    """The outsider reads by their unit from now on."""
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=world.outsider, unit=unit)
    open_to_unit(actor=world.owner, space=told.space, unit=unit)


def lost_all(client, told: Told, *, knows: set[str] = frozenset()) -> None:
    """Every door, with the browser that was in: no word, no trace."""
    for door in DOORS:
        if door.name in ACTS:
            continue
        said = door.open(client, told)
        assert found(said) <= knows, f"{door.name} says {found(said)}"
        if not knows:
            assert not traces(said, told), door.name


@each_way
def test_no_door_gives_anything_any_more(way, world, in_confidential, signed_in):
    client = signed_in(world.member)
    inside = [door for door in DOORS if door.name not in ACTS and "member" in door.to]
    opened = [(door, door.open(client, in_confidential)) for door in inside]
    shown = [door for door, said in opened if all(word in said for word in door.shows)]
    # Some show only what is new to one: the doors before have shown it.
    assert len(shown) > 0.9 * len(inside)
    way(world, in_confidential)
    # Whoever is excluded is told from which space, by the name they knew.
    lost_all(client, in_confidential, knows={NAME} if way is excluded else frozenset())


@pytest.mark.parametrize("how", ["withdrawn", "moved", "excluded"])
def test_who_read_by_a_unit_finds_nothing_any_more(how, world, in_confidential, signed_in):
    by_unit(world, in_confidential)
    client, space = signed_in(world.outsider), in_confidential.space
    assert found(client.get(f"/spaces/{space.slug}/").text) >= {NAME, TITLE, BODY}
    if how == "withdrawn":
        unit = world.outsider.groups.get().unit
        close_to_unit(actor=world.owner, space=space, unit=unit)
    elif how == "moved":
        update_directory_entry(actor=world.administrator, person=world.outsider, unit=None)
    else:
        exclude_person(actor=world.owner, space=space, user=world.outsider, reason="x")
    lost_all(client, in_confidential, knows={NAME} if how == "excluded" else frozenset())


def test_a_guest_no_more_finds_nothing(world, in_confidential, signed_in):
    client, post = signed_in(world.outsider), in_confidential.post
    guest = invite_guest(actor=world.owner, post=post, person=world.outsider)
    assert found(client.get(f"/posts/{post.pk}/").text) == {TITLE, BODY, ANSWER}
    assert TITLE in client.get("/given/").text
    end_guest(actor=world.owner, guest=guest)
    lost_all(client, in_confidential)


def test_a_space_that_closes_is_closed_to_the_pages_open_in_it(world, in_open, signed_in):
    client = signed_in(world.outsider)
    assert found(client.get(f"/spaces/{in_open.space.slug}/").text) >= {NAME, TITLE, BODY}
    change_kind(actor=world.owner, space=in_open.space, kind=Space.Kind.CONFIDENTIAL)
    lost_all(client, in_open)


def test_who_leaves_the_circle_loses_what_was_kept_for_it(world, in_confidential, signed_in):
    client, told = signed_in(world.member), in_confidential
    change_kind(actor=world.owner, space=told.space, kind=Space.Kind.OPEN)
    assert found(client.get(f"/spaces/{told.space.slug}/").text) >= {TITLE, BODY}
    leave_space(user=world.member, space=told.space)
    for door in DOORS:
        # What is open is opened by no exception.
        if door.name not in ACTS and door not in GLASS:
            assert not found(door.open(client, told)) & {TITLE, BODY, ANSWER}, door.name


@pytest.fixture
def much(world, in_confidential) -> Told:
    """More than a page of everything: posts, answers, members, lines of the journal, matches."""
    told = in_confidential
    for number in range(25):
        create_post(author=world.owner, space=told.space, title=TITLE, body=f"Un {BODY} {number}")
    said = {"author": world.animator, "post": told.post, "html": ANSWER, "text": ANSWER}
    Comment.objects.bulk_create(Comment(**said) for _ in range(105))
    return told


def cursors_in(client, path: str) -> set[str]:
    page = client.get(path, headers={"hx-request": "true"} if "comments" in path else {}).text
    return {unescape(address) for address in HELD.findall(page)}


@each_way
def test_a_cursor_that_is_held_leads_nowhere(way, world, much, signed_in):
    """The next page of the feed, of a search, of answers, of the journal: asked for afterwards."""

    index_posts(list(Post.objects.filter(space=much.space).values_list("pk", flat=True)))
    client, slug = signed_in(world.member), much.space.slug
    held = set()
    for path in ("/", f"/spaces/{slug}/", f"/posts/{much.post.pk}/", f"/search/?q={BODY[:5]}"):
        here = cursors_in(client, path)
        assert here, f"{path} has a next page"
        held |= here
    premise = [found(client.get(path, headers={"hx-request": "true"}).text) for path in held]
    assert any(premise)
    way(world, much)
    for path in held:
        for headers in ({}, {"hx-request": "true"}):
            said = client.get(path, headers=headers).text.replace(path, "")
            said = said.replace(f"q={BODY[:5]}", "").replace(f'value="{BODY[:5]}"', "")
            assert not found(said) & set(SECRETS), path


@each_way
def test_a_form_that_was_open_publishes_nothing(way, world, in_confidential, signed_in):
    client, told = signed_in(world.member), in_confidential
    for path in (f"/spaces/{told.space.slug}/posts/", f"/posts/{told.post.pk}/comments/new/"):
        assert client.get(path).status_code == 200
    before = Post.objects.count(), told.post.comments.count()
    way(world, told)
    for path in (f"/spaces/{told.space.slug}/posts/", f"/posts/{told.post.pk}/comments/"):
        for headers in ({}, {"hx-request": "true"}):
            answer = client.post(path, {"body": "Mes mots"}, headers=headers)
            assert answer.status_code == 404
            assert not found(answer.text)
            # The page on the screen stays, with what was typed: nothing is sent to replace it.
            assert "HX-Redirect" not in answer
    assert (Post.objects.count(), told.post.comments.count()) == before


@each_way
def test_a_draft_that_waits_for_its_time_stays_a_draft(way, world, in_confidential, signed_in):
    space = in_confidential.space
    soon = timezone.now() + timedelta(hours=2)
    draft = keep_draft(author=world.member, space=space, body="Demain", publish_at=soon)
    way(world, in_confidential)
    with time_machine.travel(soon + timedelta(minutes=1)):
        publish_due_draft(draft.pk)
    assert not Post.objects.filter(author=world.member, space=space).exists()
    kept = Draft.objects.get(pk=draft.pk)
    assert (kept.text, kept.publish_at) == ("Demain", None)
    assert not found(kept.refusal)
    page = signed_in(world.member).get("/drafts/").text
    assert "Demain" in page
    assert not found(page) - {NAME}


@each_way
def test_a_file_meant_for_it_goes_no_further(way, world, in_confidential, signed_in):
    told = in_confidential
    loose = upload_file(uploader=world.member, upload=upload("perdu.txt"))
    placed = upload_file(uploader=world.member, upload=upload("dit.txt"))
    said = create_comment(author=world.member, post=told.post, body="x")
    edit_comment(actor=world.member, comment=said, body="x", files=[placed.file.uuid])
    client = signed_in(world.member)
    assert client.get(f"/files/{placed.file.uuid}/readers/").status_code == 200
    way(world, told)
    for path in ("", "readers/"):
        assert client.get(f"/files/{placed.file.uuid}/{path}").status_code == 404
    assert client.post(f"/files/{placed.file.uuid}/", {"_method": "DELETE"}).status_code == 404
    words = {"body": "x", "files": [str(loose.file.uuid)]}
    assert client.post(f"/posts/{told.post.pk}/comments/", words).status_code == 404
    assert client.post(f"/spaces/{told.space.slug}/posts/", words).status_code == 404
    # What stands there can be taken along to no other place.
    words = {"body": "x", "files": [str(placed.file.uuid)]}
    assert client.post(f"/spaces/{world.open.slug}/posts/", words).status_code == 422


@pytest.mark.parametrize("how", ["excluded", "withdrawn", "old"])
def test_an_invitation_that_ended_lets_nobody_in(how, world, in_confidential, signed_in):
    space, person = in_confidential.space, world.outsider
    invite_person(actor=world.owner, space=space, user=person)
    client = signed_in(person)
    page = f"/spaces/{space.slug}/invitation/"
    assert client.get(page).status_code == 200
    mine = Invitation.objects.get(user=person)
    if how == "excluded":
        exclude_person(actor=world.owner, space=space, user=person, reason="x")
    elif how == "withdrawn":
        withdraw_invitation(actor=world.owner, invitation=mine)
    else:
        Invitation.objects.filter(pk=mine.pk).update(expires_at=timezone.now())
    assert client.post(page, {"answer": "accept"}).status_code == 404
    with pytest.raises(Refused):
        accept_invitation(user=person, space=space)
    assert not Membership.objects.filter(space=space, user=person).exists()


def test_an_offer_to_somebody_removed_since_makes_nobody_owner(world, in_confidential, signed_in):
    space = in_confidential.space
    week = timezone.now() + timedelta(days=7)
    offer = Offer.objects.create(space=space, user=world.member, expires_at=week)
    removed(world, in_confidential)
    assert signed_in(world.member).post(f"/spaces/{space.slug}/offer/").status_code == 404
    Membership.objects.filter(space=space, role="owner").update(role="animator")
    with pytest.raises(Refused):
        accept_offer(user=world.member, offer=offer)
    assert not Membership.objects.filter(space=space, user=world.member).exists()


def test_a_copy_asked_for_by_an_owner_removed_since_is_given_to_nobody(
    world, in_confidential, signed_in
):
    space = in_confidential.space
    add_member(actor=world.owner, space=space, user=world.leader, role="owner")
    asked = ask_for_export(actor=world.leader, space=space)
    remove_member(actor=world.owner, space=space, user=world.leader)
    write_export(asked.pk)
    path = f"/spaces/{space.slug}/export/"
    for person in (world.leader, world.owner, world.member):
        assert signed_in(person).get(f"{path}{asked.uuid}/").status_code == 404
    asked.refresh_from_db()
    assert asked.size == 0, "what its asker may not have is not written"


def test_a_guest_who_is_excluded_or_leaves_is_a_guest_no_more(world, in_confidential, signed_in):
    post, client = in_confidential.post, signed_in(world.outsider)
    invite_guest(actor=world.owner, post=post, person=world.outsider)
    assert client.get(f"/posts/{post.pk}/").status_code == 200
    exclude_person(actor=world.owner, space=post.space, user=world.outsider, reason="x")
    # At once, whatever the queue does.
    assert client.get(f"/posts/{post.pk}/").status_code == 404
    assert not Guest.objects.exists()


@each_way
def test_what_waits_to_be_sent_has_nothing_to_say(way, world, in_confidential, signed_in):
    """Mails, pushes and the digest: formed before, asked for their words after."""

    have_been_told(in_confidential)
    mine = Notification.objects.get(person=world.member)
    envelopes = []
    for channel in ("mail", "push"):
        envelope = Envelope.objects.create(
            person=world.member, channel=channel, message_id=f"{channel}@y", subject=mine.subject
        )
        values = {"person": mine.person, "ready_at": mine.due_at, "due_at": mine.due_at}
        Delivery.objects.create(notification=mine, channel=channel, envelope=envelope, **values)
        envelopes.append(envelope)
    assert all(contents_of(envelope) for envelope in envelopes)
    way(world, in_confidential)
    assert not [list(contents_of(envelope)) for envelope in envelopes if contents_of(envelope)]
