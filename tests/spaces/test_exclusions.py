"""Keeping somebody out: what it ends, what they are told, the appeal, the way back."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import create_post
from apps.profiles.actions import create_unit, update_directory_entry
from apps.profiles.models import User
from apps.spaces.actions import (
    add_member,
    answer_appeal,
    appeal,
    edit_space,
    end_exclusion,
    end_old_exclusions,
    exclude_person,
    follow_space,
    invite_person,
    join_space,
    open_to_unit,
    request_access,
)
from apps.spaces.grants import permissions_held
from apps.spaces.models import Exclusion, Follow, Invitation, JournalEntry, Membership
from apps.spaces.permissions import can_comment, can_post, can_read, standing

ENGLISH = {"accept-language": "en"}
REASON = "Trois messages <b>blessants</b> lundi."
Role = Membership.Role


def at(space, name=""):
    return f"/spaces/{space.slug}/{name}"


def exclude(world, space, **more):
    known = {"actor": world.owner, "user": world.member, "reason": REASON} | more
    return exclude_person(space=space, **known)


class TestExcluding:
    def test_from_the_row_to_the_page_of_the_person(self, world, signed_in):
        animator, space = signed_in(world.animator), world.confidential
        form = at(space, f"members/{world.member.username}/exclusion/")
        assert form in animator.get(at(space, "members/")).text
        assert "They stop reading at once" in animator.get(form, headers=ENGLISH).text
        assert animator.post(form, {"reason": " ", "days": "7"}).status_code == 422
        response = animator.post(form, {"reason": REASON, "days": "7"})
        assert (response.status_code, response["Location"]) == (303, at(space, "exclusions/"))
        exclusion = Exclusion.objects.get()
        assert exclusion.until - exclusion.excluded_at == timedelta(days=7)

        client = signed_in(world.member)
        assert client.get(at(space)).status_code == 404
        page = client.get(at(space, "exclusion/"), headers=ENGLISH).text
        assert "&lt;b&gt;blessants&lt;/b&gt;" in page
        assert "Anaïs Animator" in page
        assert space.name in page
        assert "1 person is excluded" in animator.get(at(space, "members/"), headers=ENGLISH).text

    def test_it_ends_the_membership_and_reading_of_closed_spaces(self, world):
        for space in world.closed_spaces:
            exclude(world, space)
            assert not can_read(world.member, space)
            assert not space.readers().contains(world.member)
            assert not Membership.objects.filter(space=space, user=world.member).exists()
        kinds = JournalEntry.objects.filter(space=world.confidential, person=world.member)
        assert kinds.order_by("-pk")[0].kind == "excluded"
        assert not kinds.filter(kind="removed").exists()

    def test_a_unit_does_not_help(self, world):
        unit = create_unit(name="Atelier")
        update_directory_entry(actor=world.administrator, person=world.member, unit=unit)
        open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
        follow_space(user=world.member, space=world.confidential)
        exclude(world, world.confidential)
        assert not can_read(world.member, world.confidential)
        assert not Follow.objects.filter(user=world.member, space=world.confidential).exists()

    def test_who_reads_by_a_unit_alone_can_be_excluded(self, world):
        unit = create_unit(name="Atelier")
        update_directory_entry(actor=world.administrator, person=world.outsider, unit=unit)
        open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
        assert can_read(world.outsider, world.confidential), "the premise"
        exclude(world, world.confidential, user=world.outsider)
        assert not can_read(world.outsider, world.confidential)
        assert not world.confidential.readers().contains(world.outsider)

    def test_every_form_of_the_rule_says_so(self, world):
        """What may be done there, and guardian's own answer: the unit's rows are still there."""
        space = world.confidential
        unit = create_unit(name="Atelier")
        update_directory_entry(actor=world.administrator, person=world.outsider, unit=unit)
        open_to_unit(actor=world.owner, space=space, unit=unit)

        def answers():
            held = permissions_held(world.outsider, [space.pk])[space.pk]
            # guardian remembers its answers on the instance
            fresh = User.objects.get(pk=world.outsider.pk)
            return "view_space" in held, fresh.has_perm("spaces.view_space", space)

        assert answers() == (True, True), "the premise"
        exclude(world, space, user=world.outsider)
        assert answers() == (False, False)

    def test_in_an_open_space_one_reads_on_and_writes_no_more(self, world, signed_in):
        for person in (world.member, world.outsider):
            exclude(world, world.open, user=person)
            where = standing(person, world.open)
            assert can_read(person, world.open)
            assert not can_post(where)
            assert not can_comment(where)
            with pytest.raises(Refused):
                join_space(user=person, space=world.open)
            with pytest.raises(Refused):
                create_post(author=person, space=world.open, body="x")
        page = signed_in(world.member).get(at(world.open), headers=ENGLISH).text
        assert "You are excluded from this space for now" in page

    def test_no_way_leads_back_while_it_lasts(self, world, signed_in):
        space = world.on_request
        exclude(world, space)
        with pytest.raises(Refused):
            request_access(user=world.member, space=space)
        with pytest.raises(Refused):
            add_member(actor=world.owner, space=space, user=world.member)
        assert invite_person(actor=world.owner, space=space, user=world.member) == "excluded"
        assert not Invitation.objects.exists()
        door = signed_in(world.member).get(at(space), headers=ENGLISH).text
        assert "You are excluded" in door
        assert "Ask to come in" not in door

    def test_what_waited_is_over(self, world):
        asked = request_access(user=world.outsider, space=world.on_request)
        invite_person(actor=world.owner, space=world.on_request, user=world.leader)
        for person in (world.outsider, world.leader):
            exclude(world, world.on_request, user=person)
        asked.refresh_from_db()
        assert asked.state == "declined"
        assert Invitation.objects.get().state == "withdrawn"

    def test_over_by_the_clock(self, world):
        with time_machine.travel(timezone.now() - timedelta(days=8)):
            exclude(world, world.on_request, days=7)
        request_access(user=world.member, space=world.on_request)
        exclude(world, world.on_request)
        assert Exclusion.objects.in_force().count() == 1

    def test_the_round_says_that_it_is_over(self, world, signed_in):
        with time_machine.travel(timezone.now() - timedelta(days=8)):
            exclude(world, world.on_request, days=7)
        assert [end_old_exclusions(), end_old_exclusions()] == [1, 0]
        page = signed_in(world.member).get(at(world.on_request, "exclusion/"), headers=ENGLISH)
        assert "is over" in page.text

    def test_twice_is_refused(self, world):
        exclude(world, world.open)
        with pytest.raises(Refused):
            exclude(world, world.open)
        with pytest.raises(InvalidInput):
            exclude(world, world.on_request, reason=" \n ")


class TestGates:
    def test_who_excludes_whom(self, world, signed_in):
        space = world.confidential
        add_member(actor=world.owner, space=space, user=world.leader, role=Role.OWNER)
        for actor, whom, status in (
            ("member", "animator", 403),
            ("animator", "leader", 403),
            ("animator", "owner", 403),
            ("animator", "animator", 403),
            ("owner", "owner", 403),
            ("outsider", "member", 404),
            ("administrator", "member", 404),
            ("animator", "member", 303),
            ("owner", "animator", 303),
            ("owner", "leader", 303),
        ):
            path = at(space, f"members/{world.cast[whom].username}/exclusion/")
            response = signed_in(world.cast[actor]).post(path, {"reason": "x", "days": "0"})
            assert response.status_code == status, (actor, whom)

    def test_the_page_is_the_persons_own(self, world, signed_in):
        exclude(world, world.confidential)
        for role in ("owner", "outsider", "animator", "administrator"):
            path = at(world.confidential, "exclusion/")
            assert signed_in(world.cast[role]).get(path).status_code == 404, role
        for role, status in (("member", 404), ("outsider", 404), ("animator", 200)):
            path = at(world.confidential, "exclusions/")
            assert signed_in(world.cast[role]).get(path).status_code == status, role
        assert not Exclusion.objects.visible_to(world.administrator).exists()

    def test_a_name_given_since_is_not_told(self, world, signed_in):
        exclude(world, world.confidential)
        words = {"name": "Projet Vautour", "description": "Rachat", "charter_note": "Chut"}
        edit_space(actor=world.owner, space=world.confidential, **words)
        page = signed_in(world.member).get(at(world.confidential, "exclusion/")).text
        assert "Cave confidential" in page
        for word in words.values():
            assert word not in page


class TestAppeal:
    @pytest.fixture
    def excluded(self, world):
        return exclude(world, world.confidential, actor=world.animator)

    def test_once_and_answered(self, world, excluded, signed_in):
        client, path = signed_in(world.member), at(world.confidential, "exclusion/")
        assert client.post(path, {"text": " "}).status_code == 422
        assert client.post(path, {"text": "Je <i>regrette</i>."}).status_code == 303
        assert client.post(path, {"text": "Encore"}).status_code == 403
        owner = signed_in(world.owner)
        page = owner.get(at(world.confidential, "exclusions/"), headers=ENGLISH).text
        assert "Je &lt;i&gt;regrette&lt;/i&gt;." in page
        answer = at(world.confidential, f"exclusions/{excluded.pk}/")
        assert owner.post(answer, {"decision": "keep", "word": ""}).status_code == 422
        animator = signed_in(world.animator)
        assert animator.post(answer, {"decision": "lift", "word": "x"}).status_code == 403
        assert owner.post(answer, {"decision": "keep", "word": "Dans un mois."}).status_code == 303
        page = client.get(path, headers=ENGLISH).text
        assert "Dans un mois." in page
        assert "the exclusion stays" in page
        assert not can_read(world.member, world.confidential)
        assert owner.post(answer, {"decision": "lift", "word": "x"}).status_code == 403

    def test_lifted_one_comes_back_as_anybody(self, world, excluded):
        appeal(user=world.member, exclusion=excluded, text="x")
        answer_appeal(actor=world.owner, exclusion=excluded, is_lifted=True, word="Soit")
        assert not can_read(world.member, world.confidential)
        assert invite_person(actor=world.owner, space=world.confidential, user=world.member)
        assert Exclusion.objects.get().ended_by == world.owner

    def test_another_owner_answers_where_there_is_one(self, world):
        excluded = exclude(world, world.confidential)
        appeal(user=world.member, exclusion=excluded, text="x")
        add_member(actor=world.owner, space=world.confidential, user=world.leader, role=Role.OWNER)
        with pytest.raises(Refused):
            answer_appeal(actor=world.owner, exclusion=excluded, is_lifted=False, word="x")
        answer_appeal(actor=world.leader, exclusion=excluded, is_lifted=False, word="x")

    def test_the_only_owner_answers(self, world):
        excluded = exclude(world, world.confidential)
        appeal(user=world.member, exclusion=excluded, text="x")
        answer_appeal(actor=world.owner, exclusion=excluded, is_lifted=True, word="x")
        assert not Exclusion.objects.in_force().exists()

    def test_somebody_elses_exclusion(self, world, excluded):
        with pytest.raises(Refused):
            appeal(user=world.outsider, exclusion=excluded, text="x")

    def test_nothing_to_answer(self, world, excluded):
        with pytest.raises(Refused):
            answer_appeal(actor=world.owner, exclusion=excluded, is_lifted=True, word="x")

    def test_ending_it_early(self, world, excluded, signed_in):
        path = at(world.confidential, f"exclusions/{excluded.pk}/")
        delete = {"_method": "DELETE"}
        assert signed_in(world.outsider).post(path, delete).status_code == 404
        assert signed_in(world.animator).post(path, delete).status_code == 303
        end_exclusion(actor=world.owner, exclusion=excluded)
        ended = JournalEntry.objects.filter(kind="exclusion_ended")
        assert ended.count() == 1
