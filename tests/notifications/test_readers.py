"""A guest is told of one post and no space; authors are told who else reads them."""

import pytest
from django.utils.translation import override

from apps.events.models import OutboxEvent
from apps.notifications.mails.writing import letter_of
from apps.notifications.models import Channel, Envelope, Notification
from apps.notifications.saying import groups_of
from apps.notifications.sending.forming import form
from apps.posts.actions import create_post, end_guest, invite_guest, withdraw_post
from apps.posts.growth import tell_of_growth
from apps.spaces.actions import add_member, allow_content_in_mail
from tests.conftest import make_person
from tests.notifications.pipeline import pump, shown_to

NAME = "Cave confidential"


@pytest.fixture
def post(quiet_world, clock):
    pump()
    space = quiet_world.confidential
    return create_post(author=quiet_world.member, space=space, title="Petrel", body="Albatros.")


def lines(person):
    rows = Notification.objects.visible_to(person).with_words().newest_first()
    with override("en"):
        return [group.sentence for group in groups_of(rows)]


def test_a_guest_is_told_of_the_post_and_of_no_space(quiet_world, clock, post):
    invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    clock.undo_window()
    row = Notification.objects.get(person=quiet_world.outsider, kind="given")
    assert row.space is None
    assert row.post == post
    assert lines(quiet_world.outsider) == ["Mehdi Member gave you “Petrel” to read"]


def test_the_page_of_notifications_says_no_space(quiet_world, clock, post, signed_in):
    invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    clock.undo_window()
    page = signed_in(quiet_world.outsider).get("/notifications/").content.decode()
    assert "Petrel" in page
    assert NAME not in page
    assert "attention/" not in page


def test_who_is_a_guest_no_more_keeps_nothing(quiet_world, clock, post):
    guest = invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    clock.undo_window()
    assert shown_to(quiet_world.outsider) == ["given"]
    end_guest(actor=quiet_world.member, guest=guest)
    assert shown_to(quiet_world.outsider) == [], "before anything was cleared away"
    pump()
    assert not Notification.objects.filter(person=quiet_world.outsider).exists()


def test_it_is_not_shown_of_what_was_withdrawn(quiet_world, clock, post):
    invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    clock.undo_window()
    assert shown_to(quiet_world.outsider) == ["given"]
    withdraw_post(actor=quiet_world.member, post=post)
    assert shown_to(quiet_world.outsider) == []


def test_an_ended_invitation_is_never_shown(quiet_world, clock, post):
    """Also where nobody has cleared away yet what was to be told."""
    guest = invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    pump()
    assert Notification.objects.filter(person=quiet_world.outsider).exists()
    end_guest(actor=quiet_world.member, guest=guest)
    OutboxEvent.objects.filter(name="guest.ended").delete()
    clock.undo_window()
    assert not Notification.objects.filter(person=quiet_world.outsider).exists()


def words_of(letter):
    return f"{letter.context} {letter.reply_to} {letter.sender_name}"


@pytest.mark.parametrize("is_quoted", [False, True])
def test_a_mail_names_no_space(is_quoted, quiet_world, clock, post):
    space = quiet_world.confidential
    if is_quoted:
        allow_content_in_mail(actor=quiet_world.owner, space=space, is_allowed=True)
    invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    clock.undo_window()
    clock.go(minutes=30)
    form(Channel.MAIL)
    letter = letter_of(Envelope.objects.get(person=quiet_world.outsider))
    mail = words_of(letter)
    assert letter.reply_to == ""
    assert NAME not in mail
    assert space.slug not in mail
    assert ("Petrel" in mail) == is_quoted
    assert ("Albatros" in mail) == is_quoted


def test_an_author_hears_that_an_animator_gave_it_away(quiet_world, clock, post):
    invite_guest(actor=quiet_world.animator, post=post, person=quiet_world.outsider)
    clock.undo_window()
    assert lines(quiet_world.member) == [
        "Anaïs Animator invited somebody from outside to read your post “Petrel”"
    ]
    assert "given_away" not in shown_to(quiet_world.animator)


def test_who_gives_their_own_post_is_not_told(quiet_world, clock, post):
    invite_guest(actor=quiet_world.member, post=post, person=quiet_world.outsider)
    clock.undo_window()
    assert shown_to(quiet_world.member) == []


def test_authors_are_told_once_a_step(quiet_world, clock, post):
    space = quiet_world.confidential
    create_post(author=quiet_world.member, space=space, body="Encore.")
    add_member(actor=quiet_world.owner, space=space, user=make_person())
    tell_of_growth(space.pk)
    tell_of_growth(space.pk)
    clock.undo_window()
    assert lines(quiet_world.member) == [
        "Your 2 posts in Cave confidential can now be read by 4 people; before, it was 3"
    ]
