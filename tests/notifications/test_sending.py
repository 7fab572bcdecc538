"""What leaves: once, in the person's hours, and only what still has to be said."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.events.models import OutboxEvent
from apps.events.registry import Delivery as Handed, restore
from apps.hours.actions import add_absence, pause_until, resume
from apps.mailing.models import Suppression
from apps.notifications import tasks
from apps.notifications.actions import (
    mark_all_read,
    set_conversation,
    set_preference,
    set_space_level,
)
from apps.notifications.models import Delivery, Envelope, Notification
from apps.notifications.sending import leave
from apps.notifications.sending.forming import form
from apps.notifications.sending.leaving import LEASE, MOST_ATTEMPTS, _claim
from apps.notifications.telling import plan
from apps.posts.actions import create_comment, create_post, react, withdraw_comment
from apps.spaces.actions import remove_member
from tests.conftest import make_person
from tests.mailservers import mail_server
from tests.notifications.pipeline import pump

__all__ = ["mail_server"]

PARIS = ZoneInfo("Europe/Paris")
EVENING = datetime(2026, 3, 3, 22, 0, tzinfo=PARIS)
MORNING = datetime(2026, 3, 4, 8, 0, tzinfo=PARIS)


@pytest.fixture
def post(quiet_world):
    post = create_post(author=quiet_world.member, space=quiet_world.open, body="Who has the key?")
    pump()
    return post


def answer(world, post, body="I have.", author=None):
    return create_comment(author=author or world.animator, post=post, body=body)


def mails() -> None:
    """What beat asks of the queue `mail`."""
    while leave("mail"):
        pass


def after_the_wait(clock) -> None:
    clock.undo_window()
    clock.go(seconds=301)
    mails()


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


def test_a_mail_waits_for_being_read_on_screen_instead(quiet_world, clock, post, mail_server):
    answer(quiet_world, post)
    clock.undo_window()
    clock.go(seconds=280)
    mails()
    assert mail_server.arrived == []
    clock.go(seconds=21)
    mails()
    (mail,) = mail_server.arrived
    assert mail.recipient == quiet_world.member.email
    envelope = Envelope.objects.get()
    assert mail.message["Message-ID"] == f"<{envelope.message_id}>"
    assert (envelope.state, envelope.was_inside, envelope.attempts) == ("sent", True, 1)
    assert states() == ["sent"]
    mails()
    assert len(mail_server.arrived) == 1


def test_what_was_read_meanwhile_is_not_mailed(quiet_world, clock, post, mail_server):
    answer(quiet_world, post)
    clock.undo_window()
    mark_all_read(person=quiet_world.member)
    clock.go(seconds=301)
    mails()
    assert mail_server.arrived == []
    assert states() == ["cancelled"]
    assert not Envelope.objects.exists()


def test_in_the_hours_one_mail_a_conversation(quiet_world, clock, post, mail_server):
    other = create_post(author=quiet_world.member, space=quiet_world.open, body="And the car?")
    for said in (post, other, post):
        answer(quiet_world, said)
    answer(quiet_world, post, author=quiet_world.outsider)
    after_the_wait(clock)
    assert sorted(Envelope.objects.values_list("subject", flat=True)) == sorted(
        [f"post.{post.pk}", f"post.{other.pk}"]
    )
    assert [mail.recipient for mail in mail_server.arrived] == [quiet_world.member.email] * 2


def test_what_waited_for_the_morning_is_one_mail(quiet_world, clock, post, mail_server):
    clock.set(EVENING)
    other = create_post(author=quiet_world.member, space=quiet_world.open, body="And the car?")
    for said in (post, other, post):
        answer(quiet_world, said)
        clock.go(hours=1)
        mails()
    assert mail_server.arrived == []
    assert Delivery.objects.values_list("due_at", flat=True).distinct().get() == MORNING
    clock.set(MORNING)
    mails()
    assert len(mail_server.arrived) == 1
    envelope = Envelope.objects.get()
    assert (envelope.subject, envelope.deliveries.count()) == ("", 3)


def test_an_absent_person_is_mailed_when_back(quiet_world, clock, post, mail_server):
    member = quiet_world.member
    back = datetime(2026, 3, 16, 8, 0, tzinfo=PARIS)
    add_absence(
        actor=member,
        person=member,
        starts_on=timezone.localdate(),
        ends_on=(back - timedelta(days=3)).date(),
    )
    answer(quiet_world, post)
    after_the_wait(clock)
    clock.set(datetime(2026, 3, 12, 11, 0, tzinfo=PARIS))
    mails()
    assert mail_server.arrived == []
    clock.set(back)
    mails()
    assert len(mail_server.arrived) == 1


def test_a_pause_and_its_end_move_what_waits(quiet_world, clock, post, mail_server):
    member = quiet_world.member
    answer(quiet_world, post)
    clock.undo_window()
    pause_until(actor=member, person=member, until=timezone.now() + timedelta(hours=3))
    pump()
    clock.go(hours=1)
    mails()
    assert mail_server.arrived == []
    resume(actor=member, person=member)
    pump()
    mails()
    assert len(mail_server.arrived) == 1


def test_a_pause_of_which_the_queue_lost_the_word_is_kept(quiet_world, clock, post, mail_server):
    """Planning moves what waits; leaving asks the hours again, whatever was planned."""
    member = quiet_world.member
    answer(quiet_world, post)
    clock.undo_window()
    pause_until(actor=member, person=member, until=timezone.now() + timedelta(hours=3))
    clock.go(seconds=301)
    Delivery.objects.update(due_at=timezone.now())
    mails()
    assert mail_server.arrived == []
    assert Delivery.objects.get().due_at == Notification.objects.get().delivered_at + timedelta(
        hours=3
    )


def test_an_envelope_that_comes_too_late_waits_for_the_morning(
    quiet_world, clock, post, mail_server
):
    mail_server.refusing[quiet_world.member.email] = "451 4.3.0 later"
    clock.set(datetime(2026, 3, 3, 17, 50, tzinfo=PARIS))
    answer(quiet_world, post)
    after_the_wait(clock)
    assert Envelope.objects.get().attempts == 1
    mail_server.refusing.clear()
    clock.set(EVENING)
    mails()
    assert mail_server.arrived == []
    clock.set(MORNING)
    mails()
    assert len(mail_server.arrived) == 1
    assert Envelope.objects.get().was_inside is True


@pytest.mark.parametrize("how", ["withdrawn", "muted", "space muted", "not wanted", "removed"])
@pytest.mark.parametrize("when", ["waiting", "in its envelope"])
def test_what_need_not_be_said_any_more_is_not_sent(quiet_world, clock, mail_server, how, when):
    member = quiet_world.member
    space = quiet_world.confidential
    post = create_post(author=member, space=space, body="Who has the key?")
    comment = answer(quiet_world, post)
    if when == "in its envelope":
        mail_server.refusing[member.email] = "451 4.3.0 later"
        after_the_wait(clock)
        assert Envelope.objects.get().attempts == 1
        mail_server.refusing.clear()
    else:
        clock.undo_window()
    match how:
        case "withdrawn":
            withdraw_comment(actor=quiet_world.animator, comment=comment)
        case "muted":
            set_conversation(person=member, post=post, state="mute")
        case "space muted":
            set_space_level(person=member, space=space, level="mute")
        case "not wanted":
            set_preference(person=member, kind="answered", channel="mail", is_wanted=False)
        case "removed":
            remove_member(actor=quiet_world.owner, space=space, user=member)
    # Nobody pumps: what the queue would do is not needed for silence.
    Notification.objects.filter(person=member).update(read_at=None)
    clock._traveller.shift(timedelta(minutes=20))
    mails()
    assert mail_server.arrived == []
    assert "sent" not in states()
    assert not Envelope.objects.filter(state__in=["formed", "sending"]).exists()


def test_a_server_that_is_away_is_asked_again_with_the_same_mail(
    quiet_world, clock, post, mail_server
):
    mail_server.refusing[quiet_world.member.email] = "451 4.3.0 later"
    answer(quiet_world, post)
    after_the_wait(clock)
    envelope = Envelope.objects.get()
    assert (envelope.state, envelope.attempts) == ("sending", 1)
    mails()
    assert Envelope.objects.get().attempts == 1  # not before the pause is over
    clock.go(minutes=1, seconds=1)
    mails()
    assert Envelope.objects.get().attempts == 2
    mail_server.refusing.clear()
    clock.go(minutes=2, seconds=1)
    mails()
    (mail,) = mail_server.arrived
    assert mail.message["Message-ID"] == f"<{envelope.message_id}>"
    assert Envelope.objects.get().attempts == 3


def test_after_a_day_of_attempts_it_is_given_up(quiet_world, clock, post, mail_server):
    mail_server.refusing[quiet_world.member.email] = "451 4.3.0 later"
    answer(quiet_world, post)
    after_the_wait(clock)
    first = timezone.now()
    while Envelope.objects.filter(state="sending").exists():
        clock.set(Envelope.objects.get().next_attempt_at + timedelta(seconds=1))
        mails()
        assert timezone.now() - first < timedelta(days=10)
    envelope = Envelope.objects.get()
    assert (envelope.state, envelope.attempts) == ("failed", MOST_ATTEMPTS)
    assert timezone.now() - first > timedelta(hours=24)
    assert states() == ["failed"]
    assert mail_server.arrived == []


def test_an_address_that_does_not_exist_is_not_tried_again(quiet_world, clock, post, mail_server):
    mail_server.recipients[quiet_world.member.email] = "550 5.1.1 no such user"
    answer(quiet_world, post)
    after_the_wait(clock)
    assert (Envelope.objects.get().state, states()) == ("failed", ["failed"])
    assert Suppression.objects.get().address == quiet_world.member.email


def test_what_a_killed_process_held_leaves_as_the_same_mail(quiet_world, clock, post, mail_server):
    answer(quiet_world, post)
    clock.undo_window()
    clock.go(seconds=301)
    form("mail")
    held = _claim("mail")  # and the process is gone
    mails()
    assert mail_server.arrived == []
    clock.go(seconds=LEASE.total_seconds() + 1)
    mails()
    (mail,) = mail_server.arrived
    assert mail.message["Message-ID"] == f"<{held.message_id}>"


def test_a_bug_in_one_mail_stops_no_other(quiet_world, clock, mail_server):
    """A row that nothing can be written of; the next person's mail leaves."""
    people = [quiet_world.member, quiet_world.owner]
    for person in people:
        answer(quiet_world, create_post(author=person, space=quiet_world.open, body="Key?"))
    clock.undo_window()
    broken = Notification.objects.get(person=quiet_world.member)
    assert broken.deliveries.count() == 1
    Notification.objects.filter(pk=broken.pk).update(kind="mentioned", actor=None, comment=None)
    clock.go(seconds=301)
    mails()
    assert quiet_world.owner.email in {mail.recipient for mail in mail_server.arrived}


def test_reactions_and_followed_conversations_are_not_mailed_unless_wanted(
    quiet_world, clock, post, mail_server
):
    react(user=quiet_world.outsider, said=post, kind="thanks")
    after_the_wait(clock)
    assert (mail_server.arrived, states()) == ([], [])
    set_preference(person=quiet_world.member, kind="reacted", channel="mail", is_wanted=True)
    for reader in (quiet_world.leader, quiet_world.animator):
        react(user=reader, said=post, kind="thanks")
        clock.go(minutes=20)
        mails()
    assert mail_server.arrived == []
    clock.go(minutes=41)
    mails()
    # Those of an hour, together.
    assert len(mail_server.arrived) == 1
    assert Envelope.objects.get().deliveries.count() == 2


def test_a_task_sends_a_few_and_leaves_the_line_to_others(quiet_world, clock, mail_server):
    for number in range(60):
        asker = make_person(f"Asker {number}")
        said = create_post(author=asker, space=quiet_world.open, body="Key?")
        answer(quiet_world, said)
    clock.undo_window()
    clock.go(seconds=301)
    assert leave("mail") is True
    assert len(mail_server.arrived) == 50
    assert leave("mail") is False
    assert len(mail_server.arrived) == 60


def test_the_clock_tasks_can_be_asked_at_any_time(quiet_world, clock, post, mail_server):
    tasks.catch_up_with_the_queue()
    tasks.send_mails()
    tasks.send_pushes()
    tasks.forget_old()
    assert mail_server.arrived == []


def test_what_the_queue_lost_is_told_and_shown_by_the_clock(quiet_world, clock, post):
    answer(quiet_world, post)
    row = OutboxEvent.objects.get(name="comment.created", delivered_at=None)
    plan(Handed(row.pk, 1, restore(row)))  # the relay noted it, and Redis lost the message
    OutboxEvent.objects.all().delete()
    clock._traveller.shift(timedelta(seconds=15))
    tasks.catch_up_with_the_queue()
    assert Notification.objects.get().delivered_at is None
    OutboxEvent.objects.all().delete()  # and so is the word that the window has passed
    clock._traveller.shift(timedelta(seconds=30))
    tasks.catch_up_with_the_queue()
    assert Notification.objects.get().delivered_at is not None
