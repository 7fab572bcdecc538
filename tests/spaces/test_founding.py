"""A new space, with its people."""

import pytest

from apps.spaces.models import Invitation, Membership, Space

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def found(world, signed_in):
    def send(**typed):
        fields = {"name": "Neuf", "kind": "open", "purpose": "project", "language": "fr"} | typed
        return signed_in(world.member).post("/spaces/new/", fields, headers=ENGLISH)

    return send


def roles(name="Neuf"):
    rows = Membership.objects.filter(space__name=name)
    return dict(rows.values_list("user__display_name", "role"))


def test_people_are_named_by_name_address_or_username(world, found):
    typed = f"anaïs animator\n{world.leader.email}, @{world.analyst.username}"
    assert found(animators="Anaïs", members=typed).status_code == 303
    assert roles() == {
        "Mehdi Member": "owner", "Anaïs Animator": "animator",
        "Laure Leader": "member", "Ada Analyst": "member",
    }  # fmt: skip


def test_who_is_not_found_is_said_and_nothing_is_made(world, found, person):
    person("Jean Dupont")
    person("Jean Durand")
    answer = found(members="Jean\nPersonne du tout")
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Jean Dupont (@" in said
    assert "Nobody answers to “Personne du tout”" in said
    assert not Space.objects.filter(name="Neuf").exists()


def test_the_departed_are_nobody(world, found):
    assert found(members=world.deactivated.email).status_code == 422


def test_members_of_a_confidential_space_are_invited(world, found):
    assert found(kind="confidential", members="Oscar Outsider").status_code == 303
    assert roles() == {"Mehdi Member": "owner"}
    assert Invitation.objects.waiting().filter(user=world.outsider).exists()


def test_sent_twice_it_is_done_once(world, found):
    key = "6f1c1f4e-3f0e-4c6e-9f0a-0d7c4c5b8a11"
    for _ in range(2):
        answer = found(kind="confidential", members="Oscar Outsider", animators="Anaïs", key=key)
        assert answer.status_code == 303
    assert Space.objects.filter(name="Neuf").count() == 1
    assert Invitation.objects.filter(user=world.outsider, space__name="Neuf").count() == 1


def test_who_will_see_it_is_said_before_the_button_for_each_kind(world, signed_in):
    page = signed_in(world.member).get("/spaces/new/", headers=ENGLISH).content.decode()
    says = page.index("Only members will see the name, read and write", page.index("says confid"))
    assert says < page.index("Create the space</button>")
