"""What is told of the ways into a space: to whom, where it opens, and what nobody may learn."""

import pytest

from apps.mailing.composing import words_of
from apps.notifications.mails import letter_of
from apps.notifications.models import Channel, Envelope, Notification
from apps.notifications.saying import groups_of
from apps.notifications.sending.forming import form
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import (
    accept_invitation,
    add_member,
    answer_appeal,
    answer_request,
    appeal,
    change_kind,
    close_to_unit,
    decline_invitation,
    edit_space,
    end_exclusion,
    exclude_person,
    invite_person,
    invite_unit,
    open_to_unit,
    request_access,
    withdraw_invitation,
    withdraw_request,
)
from apps.spaces.models import Invitation
from tests.notifications.pipeline import pump, shown_to, told


@pytest.fixture(autouse=True)
def no_expiry(settings):
    """The database keeps its own clock, years after that of these tests."""
    settings.RSN_INVITATION_DAYS = 3650


def lines_of(person):
    """(sentence, address, space's name) of what the person sees."""
    rows = Notification.objects.visible_to(person).with_words()
    return [
        (group.sentence, group.url, group.space.title if group.space else "")
        for group in groups_of(rows)
    ]


class TestRequests:
    def test_the_animators_hear_of_it_and_the_person_of_the_answer(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.on_request
        asked = request_access(user=world.outsider, space=space)
        clock.undo_window()
        assert told() == {
            ("Anaïs Animator", "access_requested"),
            ("Odile Owner", "access_requested"),
        }
        [(sentence, url, _place)] = lines_of(world.owner)
        assert "Oscar Outsider" in sentence
        assert url == f"/spaces/{space.slug}/requests/"
        answer_request(actor=world.animator, request=asked, is_accepted=True)
        clock.undo_window()
        assert shown_to(world.outsider) == ["request_answered"], "and not of a place as well"

    def test_a_refusal(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.on_request
        asked = request_access(user=world.outsider, space=space)
        answer_request(actor=world.animator, request=asked, is_accepted=False)
        clock.undo_window()
        [(_sentence, url, place)] = lines_of(world.outsider)
        assert (url, place) == (f"/spaces/{space.slug}/", space.name)
        change_kind(actor=world.owner, space=space, kind="confidential")
        assert lines_of(world.outsider) == []

    def test_taken_back_in_time_it_is_not_told(self, quiet_world, clock):
        request_access(user=quiet_world.outsider, space=quiet_world.on_request)
        pump()
        withdraw_request(user=quiet_world.outsider, space=quiet_world.on_request)
        clock.undo_window()
        assert shown_to(quiet_world.owner) == []


class TestInvitations:
    def test_the_invited_and_nobody_else(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.confidential
        invite_person(actor=world.animator, space=space, user=world.outsider)
        clock.undo_window()
        assert told() == {("Oscar Outsider", "invited")}
        [(sentence, url, _place)] = lines_of(world.outsider)
        assert space.name in sentence
        assert url == f"/spaces/{space.slug}/invitation/"

    def test_withdrawn_nothing_is_left(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.confidential
        invite_person(actor=world.animator, space=space, user=world.outsider)
        clock.undo_window()
        withdraw_invitation(actor=world.owner, invitation=Invitation.objects.get())
        assert lines_of(world.outsider) == []
        pump()
        assert not Notification.objects.filter(person=world.outsider).exists()

    def test_withdrawn_in_time_it_was_never_told(self, quiet_world, clock):
        world = quiet_world
        invite_person(actor=world.animator, space=world.confidential, user=world.outsider)
        pump()
        Invitation.objects.update(state="withdrawn")
        clock.undo_window()
        assert shown_to(world.outsider) == []

    @pytest.mark.parametrize("answer", [accept_invitation, decline_invitation])
    def test_the_inviter_hears_the_answer(self, quiet_world, clock, answer):
        world, space = quiet_world, quiet_world.confidential
        invite_person(actor=world.animator, space=space, user=world.outsider)
        clock.undo_window()
        answer(user=world.outsider, space=space)
        clock.undo_window()
        assert shown_to(world.animator) == ["invitation_answered"]
        assert shown_to(world.owner) == []
        word = "accepted" if answer is accept_invitation else "declined"
        assert word in Notification.objects.get(person=world.animator).occasion
        if answer is decline_invitation:
            assert lines_of(world.outsider) == []

    def test_a_whole_unit(self, quiet_world, clock):
        world = quiet_world
        unit = create_unit(name="Atelier")
        for person in (world.outsider, world.leader, world.member):
            update_directory_entry(actor=world.administrator, person=person, unit=unit)
        invite_unit(actor=world.owner, space=world.confidential, unit=unit)
        clock.undo_window()
        assert told() == {("Oscar Outsider", "invited"), ("Laure Leader", "invited")}


class TestUnits:
    def test_the_people_of_the_unit_hear_and_forget(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.confidential
        unit = create_unit(name="Atelier")
        for person in (world.outsider, world.member):
            update_directory_entry(actor=world.administrator, person=person, unit=unit)
        open_to_unit(actor=world.owner, space=space, unit=unit)
        clock.undo_window()
        assert told(kind="unit_access") == {("Oscar Outsider", "unit_access")}
        close_to_unit(actor=world.owner, space=space, unit=unit)
        assert lines_of(world.outsider) == []
        pump()
        assert not Notification.objects.filter(person=world.outsider).exists()


class TestExclusions:
    def test_the_person_is_told_and_learns_no_name(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.confidential
        exclude_person(actor=world.owner, space=space, user=world.member, reason="x")
        edit_space(actor=world.owner, space=space, name="Projet Vautour")
        clock.undo_window()
        assert shown_to(world.member) == ["excluded"]
        [(sentence, url, place)] = lines_of(world.member)
        assert (url, place) == (f"/spaces/{space.slug}/exclusion/", "")
        assert "Vautour" not in sentence

    def test_an_appeal_goes_to_another_owner(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.confidential
        add_member(actor=world.owner, space=space, user=world.leader, role="owner")
        excluded = exclude_person(actor=world.owner, space=space, user=world.member, reason="x")
        clock.undo_window()
        appeal(user=world.member, exclusion=excluded, text="x")
        clock.undo_window()
        assert told(kind="appealed") == {("Laure Leader", "appealed")}
        answer_appeal(actor=world.leader, exclusion=excluded, is_lifted=False, word="x")
        clock.undo_window()
        assert shown_to(world.member) == ["excluded", "appeal_answered"]

    def test_the_only_owner_hears_the_appeal(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.confidential
        excluded = exclude_person(actor=world.owner, space=space, user=world.member, reason="x")
        appeal(user=world.member, exclusion=excluded, text="x")
        clock.undo_window()
        assert told(kind="appealed") == {("Odile Owner", "appealed")}

    def test_its_end_is_told(self, quiet_world, clock):
        world, space = quiet_world, quiet_world.on_request
        excluded = exclude_person(actor=world.owner, space=space, user=world.member, reason="x")
        clock.undo_window()
        end_exclusion(actor=world.owner, exclusion=excluded)
        clock.undo_window()
        assert shown_to(world.member) == ["excluded", "exclusion_ended"]


class TestMails:
    def test_of_a_confidential_space_they_name_nothing(self, quiet_world, clock):
        """Nor its people, nor what they wrote."""
        world, space = quiet_world, quiet_world.confidential
        invite_person(actor=world.owner, space=space, user=world.outsider, word="Xylophone")
        exclude_person(actor=world.owner, space=space, user=world.member, reason="Quartz")
        clock.undo_window()
        clock.go(minutes=30)
        form(Channel.MAIL)
        letters = [letter_of(envelope) for envelope in Envelope.objects.all()]
        assert {letter.to for letter in letters} == {world.outsider.email, world.member.email}
        for letter in letters:
            words = words_of(letter)
            whole = f"{words.subject} {words.text} {words.html} {letter.sender_name}"
            for secret in (space.name, space.slug, "Odile", "Xylophone", "Quartz"):
                assert secret not in whole

    def test_of_a_space_on_request_they_say_what_there_is(self, quiet_world, clock):
        request_access(user=quiet_world.outsider, space=quiet_world.on_request)
        clock.undo_window()
        clock.go(minutes=30)
        form(Channel.MAIL)
        words = words_of(letter_of(Envelope.objects.filter(person=quiet_world.owner).get()))
        assert "Oscar Outsider" in words.text
        assert f"/spaces/{quiet_world.on_request.slug}/requests/" in words.text
