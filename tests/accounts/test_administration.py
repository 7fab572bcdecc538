"""The administrators' site: what it does, and what does not exist there."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver

from apps.accounts.actions import confirm_email
from apps.accounts.models import Invitation
from apps.core.administration import administration
from apps.core.decisions import Refused
from apps.events.models import OutboxEvent
from apps.profiles.models import Unit, User
from apps.profiles.roles import set_roles
from tests.accounts.conftest import use_authenticator_app

ROLES_OFF = {"job_title": "", "unit": "", "site": "", "manager": "", "language": "fr"}


@pytest.fixture
def admin(world, signed_in):
    return signed_in(world.administrator)


def test_only_administrators_enter(world, signed_in):
    assert signed_in(world.administrator).get("/admin/").status_code == 200
    for name, person in world.cast.items():
        if name not in ("administrator", "deactivated"):
            assert signed_in(person).get("/admin/", follow=True).status_code == 403, name


def test_one_enters_by_the_common_door_with_its_second_step(account, sign_in):
    administrator = account(is_staff=True)
    use_authenticator_app(administrator)
    asked = Client().get("/admin/")
    assert asked["Location"].startswith("/accounts/login/")
    posted = Client().post(
        "/admin/login/", {"username": administrator.email, "password": "cheval-agrafe-marine-42"}
    )
    assert posted.status_code in (302, 303)
    assert posted["Location"].startswith("/accounts/login/")
    client, answer = sign_in(administrator, next="/admin/")
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/admin/").status_code != 200


def test_what_is_managed_is_an_explicit_list():
    managed = {model._meta.label for model in administration._registry}
    assert managed == {
        "account.EmailAddress",
        "accounts.Invitation",
        "hours.OrganisationHours",
        "mailing.Suppression",
        "profiles.Unit",
        "profiles.User",
        "spaces.Space",
    }


def test_no_confidential_name_is_anywhere(world, admin):
    hidden = world.confidential
    pages = {path for path in _plain_addresses() if path.startswith("/admin/")}
    pages |= {
        f"/admin/spaces/space/?q={hidden.name.split()[-1]}",
        f"/admin/spaces/space/{hidden.pk}/change/",
        f"/admin/spaces/space/{hidden.pk}/history/",
        f"/admin/spaces/space/{hidden.pk}/delete/",
        f"/admin/profiles/user/{world.member.pk}/change/",
        f"/admin/profiles/user/{world.member.pk}/delete/",
        f"/admin/profiles/user/{world.member.pk}/history/",
        f"/admin/search/?s={hidden.name.split()[-1]}",
        "/admin/autocomplete/?app_label=spaces&model_name=follow&field_name=space&term=Cave",
    }
    seen = ""
    for path in sorted(pages):
        answer = admin.get(path, follow=True)
        if not getattr(answer, "streaming", False):
            seen += answer.text.replace(f"q={hidden.name.split()[-1]}", "").replace(
                f'value="{hidden.name.split()[-1]}"', ""
            )
    assert world.on_request.name in seen, "the list of spaces was not read"
    assert hidden.name not in seen
    assert hidden.slug not in seen


def test_a_confidential_space_answers_like_one_that_never_was(world, admin):
    there = admin.get(f"/admin/spaces/space/{world.confidential.pk}/change/", follow=True)
    nowhere = admin.get("/admin/spaces/space/999999/change/", follow=True)
    assert there.redirect_chain == nowhere.redirect_chain
    plain = [re.sub(r"\d+|nonce=\S+|value=\"[^\"]+\"", "", page.text) for page in (there, nowhere)]
    assert plain[0] == plain[1]


def test_spaces_are_read_only(world, admin):
    page = admin.get(f"/admin/spaces/space/{world.open.pk}/change/")
    assert page.status_code == 200
    answer = admin.post(f"/admin/spaces/space/{world.open.pk}/change/", {"name": "Mine now"})
    assert answer.status_code == 403
    assert admin.get("/admin/spaces/space/add/").status_code == 403
    world.open.refresh_from_db()
    assert world.open.name != "Mine now"


def test_a_person_is_added_and_invited(world, admin):
    form = ROLES_OFF | {
        "display_name": "Zoé  Martin",
        "email": "Zoe@example.test",
        "job_title": "Technicienne",
        "manager": world.leader.email,
        "is_analyst": "on",
        "invite": "on",
    }
    answer = admin.post("/admin/profiles/user/add/", form)
    assert answer.status_code == 302, answer.text
    person = User.objects.get(email="zoe@example.test")
    assert (person.display_name, person.username) == ("Zoé Martin", "zoe-martin")
    assert person.profile.manager == world.leader
    assert person.is_analyst
    assert not person.is_staff
    assert not person.has_usable_password()
    assert person.emailaddress_set.get().verified
    assert Invitation.objects.get().email == "zoe@example.test"
    events = OutboxEvent.objects.filter(person_id=person.pk).values_list("name", flat=True)
    assert "person.activated" in events


def test_a_person_is_described_given_roles_and_another_address(world, admin):
    person = world.outsider
    confirm_email(person)
    form = ROLES_OFF | {
        "display_name": "Oscar Renommé",
        "email": "oscar.renomme@example.test",
        "job_title": "Chef d’atelier",
        "is_leader": "on",
    }
    answer = admin.post(f"/admin/profiles/user/{person.pk}/change/", form)
    assert answer.status_code == 302, answer.text
    person.refresh_from_db()
    assert (person.display_name, person.is_leader) == ("Oscar Renommé", True)
    assert person.email == person.emailaddress_set.get().email == "oscar.renomme@example.test"
    person.profile.refresh_from_db()
    assert person.profile.job_title == "Chef d’atelier"


def test_an_address_that_is_taken_is_said(world, admin):
    form = ROLES_OFF | {"display_name": "Zoé", "email": world.member.email.upper()}
    answer = admin.post("/admin/profiles/user/add/", form)
    assert answer.status_code == 200
    assert User.objects.filter(email__iexact=world.member.email).count() == 1


def test_access_is_ended_and_given_back(world, admin):
    for action, expected in (("deactivate", False), ("reactivate", True)):
        form = {"action": action, "_selected_action": [world.member.pk, world.administrator.pk]}
        admin.post("/admin/profiles/user/", form)
        world.member.refresh_from_db()
        assert world.member.is_active is expected
    world.administrator.refresh_from_db()
    assert world.administrator.is_active
    names = OutboxEvent.objects.filter(person_id=world.member.pk).values_list("name", flat=True)
    assert {"person.deactivated", "person.activated"} <= set(names)


def test_the_last_administrator_stays(world):
    with pytest.raises(Refused):
        set_roles(actor=world.administrator, person=world.administrator, is_staff=False)
    set_roles(actor=world.administrator, person=world.member, is_staff=True)
    set_roles(actor=world.administrator, person=world.administrator, is_staff=False)
    world.administrator.refresh_from_db()
    assert not world.administrator.is_staff


def test_nobody_is_deleted(world, admin):
    path = f"/admin/profiles/user/{world.member.pk}/delete/"
    assert admin.post(path, {"post": "yes"}).status_code == 403
    form = {"action": "delete_selected", "_selected_action": [world.member.pk], "post": "yes"}
    admin.post("/admin/profiles/user/", form)
    assert User.objects.filter(pk=world.member.pk).exists()


def test_the_link_of_an_invitation_is_shown_to_nobody(world, admin):
    admin.post("/admin/accounts/invitation/add/", {"email": "new@example.test", "language": "fr"})
    invitation = Invitation.objects.get()
    secret = invitation.link.rstrip("/").rpartition("/")[2]
    assert secret
    for path in ("", f"{invitation.pk}/change/", f"{invitation.pk}/history/"):
        page = admin.get(f"/admin/accounts/invitation/{path}", follow=True).text
        assert secret not in page
        assert invitation.reference.hex not in page.replace("-", "")


def test_units_are_added_and_renamed(world, admin):
    admin.post("/admin/profiles/unit/add/", {"name": "Qualité", "kind": "department", "parent": ""})
    unit = Unit.objects.get(name="Qualité")
    assert unit.path == f"/{unit.pk}/"
    admin.post(f"/admin/profiles/unit/{unit.pk}/change/", {"name": "Qualité et essais"})
    unit.refresh_from_db()
    assert unit.name == "Qualité et essais"


def test_signing_out_of_it_is_signing_out(world, admin):
    key = admin.session.session_key
    admin.post("/admin/logout/")
    assert admin.get("/admin/").status_code == 303
    assert key
    assert OutboxEvent.objects.filter(name="session.ended").count() == 1


def _plain_addresses() -> set[str]:
    """Every address of the site that takes no argument."""
    found: set[str] = set()

    def walk(patterns: list[object], prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                if "<" not in route and "(" not in route:
                    found.add("/" + route)
            else:
                walk(pattern.url_patterns, route)

    walk(get_resolver().url_patterns, "")
    return {path for path in found if "logout" not in path}
