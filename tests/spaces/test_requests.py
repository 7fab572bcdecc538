"""Asking to be let into a space on request: the door, the page of the animators, the answer."""

import uuid

import pytest

from apps.core.decisions import Refused
from apps.spaces.actions import (
    answer_request,
    archive_space,
    create_space,
    exclude_person,
    invite_person,
    request_access,
    withdraw_request,
)
from apps.spaces.models import JoinRequest, JournalEntry, Membership, Space
from apps.spaces.permissions import can_read
from tests.conftest import make_person
from tests.queries import assert_constant_queries

ENGLISH = {"accept-language": "en"}
FRAGMENT = {"hx-request": "true", **ENGLISH}


def at(space, name):
    return f"/spaces/{space.slug}/{name}"


def page(client, path, **headers):
    return client.get(path, headers=ENGLISH | headers).text


class TestAsking:
    def test_from_the_door_to_the_answer(self, world, signed_in):
        client, space = signed_in(world.outsider), world.on_request
        assert "Ask to come in" in page(client, at(space, ""))
        key = str(uuid.uuid4())
        sent = {"message": "Je reprends le contrôle <b>lundi</b>.", "key": key}
        for _twice in range(2):
            response = client.post(at(space, "request/"), sent)
            assert (response.status_code, response["Location"]) == (303, at(space, ""))
        asked = JoinRequest.objects.get()
        door = page(client, at(space, ""))
        assert "Your request waits for an answer" in door
        assert "&lt;b&gt;" in door

        animator = signed_in(world.animator)
        for name in ("", "members/"):
            assert "1 person asks to come in" in page(animator, at(space, name))
            assert "asks to come in" not in page(signed_in(world.member), at(space, name))
        assert "Je reprends le contrôle" in page(animator, at(space, "requests/"))
        answer = {"answer": "accept", "word": "Bienvenue !"}
        response = animator.post(at(space, f"requests/{asked.pk}/"), answer)
        assert (response.status_code, response["Location"]) == (303, at(space, "requests/"))
        assert can_read(world.outsider, space)
        line = JournalEntry.objects.get(space=space, kind="joined", person=world.outsider)
        assert line.actor == world.animator
        answered = page(animator, at(space, "requests/"))
        assert "Accepted by Anaïs Animator" in answered
        for name in ("", "members/"):
            assert "asks to come in" not in page(animator, at(space, name))

    def test_a_refusal_comes_with_its_word_and_one_may_ask_again(self, world, signed_in):
        client, space = signed_in(world.outsider), world.on_request
        asked = request_access(user=world.outsider, space=space, message="x")
        answer_request(actor=world.animator, request=asked, is_accepted=False, word="Pas ce mois")
        door = page(client, at(space, ""))
        assert "Anaïs Animator did not accept your request" in door
        assert "Pas ce mois" in door
        assert client.post(at(space, "request/"), {"message": "Encore"}).status_code == 303
        assert JoinRequest.objects.waiting().count() == 1

    def test_taking_it_back(self, world, signed_in):
        client, space = signed_in(world.outsider), world.on_request
        request_access(user=world.outsider, space=space)
        answer = client.post(at(space, "request/"), {"_method": "DELETE"}, headers=FRAGMENT)
        assert "Ask to come in" in answer.text
        assert not JoinRequest.objects.waiting().exists()
        withdraw_request(user=world.outsider, space=space)

    def test_too_long_is_said_and_kept(self, world, signed_in):
        response = signed_in(world.outsider).post(
            at(world.on_request, "request/"), {"message": "é" * 1001}
        )
        assert response.status_code == 422
        assert "ééé" in response.text

    def test_who_may_ask(self, world):
        for person, space in (
            (world.member, world.on_request),
            (world.outsider, world.open),
            (world.outsider, world.confidential),
            (world.outsider, world.everyone),
            (world.deactivated, world.on_request),
        ):
            with pytest.raises(Refused):
                request_access(user=person, space=space)
        exclude_person(actor=world.owner, space=world.on_request, user=world.member, reason="x")
        with pytest.raises(Refused):
            request_access(user=world.member, space=world.on_request)
        archive_space(actor=world.owner, space=world.on_request)
        with pytest.raises(Refused):
            request_access(user=world.outsider, space=world.on_request)

    def test_a_key_used_elsewhere_asks_here_all_the_same(self, world):
        key = uuid.uuid4()
        other = create_space(owner=world.owner, name="Autre", kind=Space.Kind.ON_REQUEST)
        first = request_access(user=world.outsider, space=world.on_request, key=key)
        second = request_access(user=world.outsider, space=other, key=key)
        assert (first.space, second.space) == (world.on_request, other)


class TestAnswering:
    def test_only_those_who_manage_members(self, world, signed_in):
        space = world.on_request
        asked = request_access(user=world.outsider, space=space)
        for role, status in (("member", 403), ("outsider", 404), ("administrator", 404)):
            client = signed_in(world.cast[role])
            assert client.get(at(space, "requests/")).status_code == status
            path = at(space, f"requests/{asked.pk}/")
            assert client.post(path, {"answer": "accept"}).status_code == status
        assert JoinRequest.objects.waiting().exists()
        with pytest.raises(Refused):
            answer_request(actor=world.member, request=asked, is_accepted=True)

    def test_a_request_of_another_space_is_not_there(self, world, signed_in):
        other = create_space(owner=world.outsider, name="Autre", kind=Space.Kind.ON_REQUEST)
        asked = request_access(user=world.member, space=other)
        path = at(world.on_request, f"requests/{asked.pk}/")
        assert signed_in(world.owner).post(path, {"answer": "accept"}).status_code == 404
        assert not Membership.objects.filter(space=other, user=world.member).exists()

    def test_one_answers_once(self, world, signed_in):
        asked = request_access(user=world.outsider, space=world.on_request)
        answer_request(actor=world.owner, request=asked, is_accepted=False)
        path = at(world.on_request, f"requests/{asked.pk}/")
        response = signed_in(world.animator).post(path, {"answer": "accept"}, headers=ENGLISH)
        assert response.status_code == 403
        assert "answered or withdrawn meanwhile" in response.text
        assert not can_read(world.outsider, world.on_request)

    def test_in_place(self, world, signed_in):
        asked = request_access(user=world.outsider, space=world.on_request)
        path = at(world.on_request, f"requests/{asked.pk}/")
        client = signed_in(world.animator)
        assert client.post(path, {"answer": "x"}, headers=FRAGMENT).status_code == 422
        answered = client.post(path, {"answer": "decline"}, headers=FRAGMENT)
        assert f'id="request-{asked.pk}"' in answered.text
        assert "Declined by Anaïs Animator" in answered.text

    def test_an_invitation_meanwhile_answers_it(self, world, signed_in):
        request_access(user=world.outsider, space=world.on_request)
        invite_person(actor=world.owner, space=world.on_request, user=world.outsider)
        signed_in(world.outsider).post(at(world.on_request, "invitation/"), {"answer": "accept"})
        assert JoinRequest.objects.get().state == "accepted"

    def test_queries_do_not_grow(self, world, signed_in):
        client = signed_in(world.animator)
        request_access(user=world.outsider, space=world.on_request)

        def grow():
            for _number in range(15):
                asked = request_access(user=make_person(), space=world.on_request)
                if _number % 2:
                    answer_request(actor=world.owner, request=asked, is_accepted=False)

        assert_constant_queries(
            lambda: client.get(at(world.on_request, "requests/")), grow, budget=20
        )
