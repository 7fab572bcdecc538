"""Inviting to a closed space: by person, unit or list; the answer; what nobody else learns."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import (
    Outcome,
    accept_invitation,
    change_grid,
    decline_invitation,
    end_old_invitations,
    exclude_person,
    invite_listed,
    invite_person,
    invite_unit,
    withdraw_invitation,
)
from apps.spaces.models import Invitation, JournalEntry, Membership, Space
from apps.spaces.permissions import can_read
from tests.conftest import make_person
from tests.queries import assert_constant_queries, queries_of

ENGLISH = {"accept-language": "en"}
FRAGMENT = {"hx-request": "true", **ENGLISH}
ACCEPT, DECLINE = {"answer": "accept"}, {"answer": "decline"}


def at(space, name=""):
    return f"/spaces/{space.slug}/{name}"


@pytest.fixture
def invited(world):
    """The outsider, invited to the confidential space."""
    invite_person(
        actor=world.animator, space=world.confidential, user=world.outsider, word="Avec nous ?"
    )
    return world


class TestTheInvited:
    def test_learn_what_one_must_to_answer_and_nothing_else(self, invited, signed_in):
        client, space = signed_in(invited.outsider), invited.confidential
        for path, status in ((at(space), 403), (at(space, "invitation/"), 200)):
            response = client.get(path, headers=ENGLISH)
            assert response.status_code == status
            assert "Anaïs Animator invites you" in response.text
            assert "Avec nous ?" in response.text
            assert "Odile Owner" in response.text
            assert "Mehdi" not in response.text
            assert "3 members" not in response.text
        assert space.name in client.get("/spaces/", headers=ENGLISH).text
        for name in ("members/", "posts/", "edit/", "requests/", "invitations/", "exclusions/"):
            assert client.get(at(space, name)).status_code in (404, 405), name

    def test_accept(self, invited, signed_in):
        client, space = signed_in(invited.outsider), invited.confidential
        for _twice in range(2):
            response = client.post(at(space, "invitation/"), ACCEPT)
            assert (response.status_code, response["Location"]) == (303, at(space))
        assert Membership.objects.get(space=space, user=invited.outsider).role == "member"
        assert can_read(invited.outsider, space)
        assert client.get(at(space)).status_code == 200

    def test_decline(self, invited, signed_in):
        client, space = signed_in(invited.outsider), invited.confidential
        assert client.post(at(space, "invitation/"), {"answer": "x"}).status_code == 422
        assert client.post(at(space, "invitation/"), DECLINE)["Location"] == "/spaces/"
        assert client.get(at(space)).status_code == 404
        assert client.post(at(space, "invitation/"), ACCEPT).status_code == 404
        with pytest.raises(Refused):
            accept_invitation(user=invited.outsider, space=space)

    def test_withdrawn_it_was_never_there(self, invited, signed_in):
        client, space = signed_in(invited.outsider), invited.confidential
        sent = Invitation.objects.get()
        path = at(space, f"invitations/{sent.pk}/")
        assert client.post(path, {"_method": "DELETE"}).status_code == 404
        assert signed_in(invited.member).post(path, {"_method": "DELETE"}).status_code == 404
        assert signed_in(invited.owner).post(path, {"_method": "DELETE"}).status_code == 303
        for name in ("", "about/", "invitation/"):
            assert client.get(at(space, name)).status_code == 404
        assert client.post(at(space, "invitation/"), ACCEPT).status_code == 404
        assert space.name not in client.get("/spaces/").text

    def test_too_old_is_over_by_the_clock(self, world, signed_in, settings):
        space = world.confidential
        with time_machine.travel(timezone.now() - timedelta(days=15)):
            invite_person(actor=world.owner, space=space, user=world.outsider)
        client = signed_in(world.outsider)
        assert client.get(at(space)).status_code == 404
        assert client.post(at(space, "invitation/"), ACCEPT).status_code == 404
        assert not can_read(world.outsider, space)
        again = invite_person(actor=world.owner, space=space, user=world.outsider)
        assert again is Outcome.INVITED
        assert client.get(at(space, "invitation/")).status_code == 200

    def test_the_round_tidies_up(self, world):
        with time_machine.travel(timezone.now() - timedelta(days=15)):
            invite_person(actor=world.owner, space=world.confidential, user=world.outsider)
        assert [end_old_invitations(), end_old_invitations()] == [1, 0]
        assert Invitation.objects.get().state == "expired"

    def test_an_archived_space_is_not_entered(self, invited):
        Space.objects.filter(pk=invited.confidential.pk).update(archived_at=timezone.now())
        with pytest.raises(Refused):
            accept_invitation(user=invited.outsider, space=invited.confidential)


class TestNobodyElse:
    def test_learns_of_it(self, invited, signed_in):
        space = invited.confidential
        for role in ("former_member", "administrator", "leader", "analyst"):
            client = signed_in(invited.cast[role])
            for name in ("", "invitation/", "invitations/", "members/"):
                assert client.get(at(space, name)).status_code == 404, (role, name)
            assert space.name not in client.get(f"/people/{invited.outsider.username}/").text
            assert not Invitation.objects.visible_to(invited.cast[role]).exists()

    def test_members_without_the_right_see_none(self, invited, signed_in):
        client, space = signed_in(invited.member), invited.confidential
        assert "Oscar" not in client.get(at(space, "members/")).text
        assert client.get(at(space, "invitations/")).status_code == 403
        assert not Invitation.objects.visible_to(invited.member).exists()
        assert (
            "1 invitation waits"
            in signed_in(invited.animator).get(at(space, "members/"), headers=ENGLISH).text
        )

    def test_the_grid_decides_who_invites(self, invited, signed_in):
        space = invited.confidential
        change_grid(actor=invited.owner, space=space, invite_to_space="owner")
        with pytest.raises(Refused):
            invite_person(actor=invited.animator, space=space, user=invited.leader)
        change_grid(actor=invited.owner, space=space, invite_to_space="member")
        invite_person(actor=invited.member, space=space, user=invited.leader)
        assert "Oscar" in signed_in(invited.member).get(at(space, "invitations/")).text

    def test_who_invites_and_may_not_see_the_members_meets_no_closed_door(self, invited, signed_in):
        space = invited.confidential
        changes = {"invite_to_space": "member", "view_members": "animator"}
        change_grid(actor=invited.owner, space=space, **changes)
        client = signed_in(invited.member)
        asked = {"username": invited.leader.username}
        for response in (
            client.post(at(space, "invitations/"), asked),
            client.get(at(space, "members/")),
        ):
            assert response["Location"] == at(space, "invitations/")
        page = client.get(at(space, "invitations/")).text.partition("<main")[2]
        assert at(space, "members/") not in page.partition("</main")[0].partition("<form")[2]


class TestMany:
    def test_a_list_and_its_report(self, invited, signed_in):
        space = invited.confidential
        exclude_person(actor=invited.owner, space=space, user=invited.member, reason="x")
        people = [invited.leader, invited.owner, invited.outsider, invited.member]
        text = ", ".join(f'"{one.display_name}" <{one.email.upper()}>' for one in people)
        text += f"; ailleurs@nulle.part\n{invited.deactivated.email} {invited.leader.email}"
        client = signed_in(invited.animator)
        response = client.post(at(space, "invitations/"), {"addresses": text, "word": "Venez"})
        assert (response.status_code, response["Location"]) == (303, at(space, "invitations/"))
        report = client.get(at(space, "invitations/"), headers=ENGLISH).text
        for words in (
            "1 person invited",
            "Already a member",
            "Already invited",
            "Excluded from this space",
            "Nobody here has this address",
        ):
            assert words in report
        assert "ailleurs@nulle.part" in report
        assert "ailleurs@nulle.part" not in client.get(at(space, "invitations/")).text

    def test_the_report_line_by_line(self, invited):
        lines = invite_listed(
            actor=invited.owner,
            space=invited.confidential,
            addresses=[invited.leader.email, "x@y.z", invited.outsider.email, "X@Y.Z"],
        )
        assert [line.outcome for line in lines] == ["invited", "unknown", "waiting"]

    def test_a_line_without_an_address_is_reported_too(self, invited, signed_in):
        client = signed_in(invited.animator)
        path = at(invited.confidential, "invitations/")
        typed = f"Laure Leader\n\n{invited.leader.email}, ailleurs"
        assert client.post(path, {"addresses": typed}).status_code == 303
        report = client.get(path, headers=ENGLISH).text
        assert report.count("No e-mail address here") == 1
        assert "1 person invited" in report

    def test_what_is_no_list(self, invited, signed_in):
        client = signed_in(invited.animator)
        path = at(invited.confidential, "invitations/")
        assert client.post(path, {"addresses": "bonjour"}).status_code == 422
        assert client.post(path).status_code == 422
        many = " ".join(f"p{number}@x.test" for number in range(501))
        assert client.post(path, {"addresses": many}).status_code == 422
        with pytest.raises(InvalidInput):
            invite_listed(actor=invited.owner, space=invited.confidential, addresses=many.split())

    def test_a_unit_and_those_below(self, invited, signed_in):
        top = create_unit(name="Atelier")
        below = create_unit(name="Tour", parent=top)
        for person, unit in (
            (invited.leader, top),
            (invited.analyst, below),
            (invited.member, below),
            (invited.outsider, top),
            (invited.deactivated, below),
        ):
            update_directory_entry(actor=invited.administrator, person=person, unit=unit)
        client, space = signed_in(invited.animator), invited.confidential
        found = client.get(at(space, "members/?add=atel"), headers=FRAGMENT).text
        assert "Invite each" in found
        assert "Give access" not in found
        response = client.post(at(space, "invitations/"), {"unit": top.slug})
        assert response.status_code == 303
        waiting = Invitation.objects.waiting().filter(space=space)
        assert {one.user for one in waiting} == {invited.leader, invited.analyst, invited.outsider}
        line = JournalEntry.objects.get(space=space, kind="invited", group=top.group)
        assert line.detail == {"count": 2}
        assert invite_unit(actor=invited.animator, space=space, unit=top) == 0

    def test_inviting_many_asks_as_much_as_inviting_few(self, world):
        few, many = create_unit(name="Peu"), create_unit(name="Beaucoup")
        for number in range(40):
            make_person(unit=few if number < 2 else many)

        def questions(unit):
            return len(
                queries_of(
                    lambda: invite_unit(actor=world.owner, space=world.confidential, unit=unit)
                )
            )

        assert questions(many) <= questions(few)


class TestWhoMayInvite:
    def test_gates(self, world, signed_in):
        for role, status in (("owner", 200), ("animator", 200), ("member", 403), ("outsider", 404)):
            client = signed_in(world.cast[role])
            path = at(world.confidential, "invitations/")
            assert client.get(path).status_code == status, role
            sent = client.post(path, {"username": world.leader.username}).status_code
            assert sent == (303 if status == 200 else status), role
        with pytest.raises(Refused):
            invite_person(actor=world.owner, space=world.open, user=world.leader)

    def test_in_place(self, world, signed_in):
        client = signed_in(world.animator)
        path = at(world.confidential, "invitations/")
        answer = client.post(path, {"username": world.leader.username}, headers=FRAGMENT)
        assert "Invited" in answer.text
        found = client.get(at(world.confidential, "members/?add=Laure"), headers=FRAGMENT).text
        assert "Invited" in found

    def test_nobody_of_that_name(self, world, signed_in):
        client, path = signed_in(world.animator), at(world.confidential, "invitations/")
        assert client.post(path, {"username": "nobody"}).status_code == 404
        assert client.post(path, {"unit": "nothing"}).status_code == 404

    def test_queries_do_not_grow(self, world, signed_in):
        client = signed_in(world.animator)
        invite_person(actor=world.owner, space=world.confidential, user=world.outsider)

        def grow():
            for _number in range(15):
                invite_person(actor=world.owner, space=world.confidential, user=make_person())

        path = at(world.confidential, "invitations/")
        assert_constant_queries(lambda: client.get(path), grow, budget=20)

    def test_declining_is_said_in_the_journal(self, world):
        invite_person(actor=world.owner, space=world.confidential, user=world.outsider)
        decline_invitation(user=world.outsider, space=world.confidential)
        kinds = JournalEntry.objects.filter(person=world.outsider).values_list("kind", flat=True)
        assert set(kinds) == {"invited", "invitation_ended"}
        sent = Invitation.objects.get()
        withdraw_invitation(actor=world.owner, invitation=sent)
        sent.refresh_from_db()
        assert sent.state == "declined"
