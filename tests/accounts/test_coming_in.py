"""Opening an account: invited, or from an address of the organisation."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from apps.accounts.actions import create_person, invite_person, withdraw_invitation
from apps.accounts.mails import mail_invitation
from apps.accounts.models import Invitation
from apps.accounts.tasks import forget_what_is_over
from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.profiles.models import User
from tests.accounts.conftest import PASSWORD, is_signed_in

FORM = {"display_name": "Noémie Leroy-Diallo", "password": PASSWORD}


@pytest.fixture
def invited(world):
    def invite(email: str = "noemie@example.test", **more: str) -> str:
        invitation = invite_person(actor=world.administrator, email=email, **more)
        return invitation.link.partition("//")[2].partition("/")[2]

    return invite


def test_nobody_signs_up_of_their_own_accord(db):
    client = Client()
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", FORM)):
        assert answer.status_code == 200
        assert "<form" not in answer.text.partition("<main")[2].partition("</main")[0]
    form = {"email": "new@example.test", "password1": PASSWORD, "display_name": "New"}
    client.post("/accounts/signup/", form)
    assert not User.objects.filter(email="new@example.test").exists()
    assert not Invitation.objects.exists()


def test_an_invitation_opens_an_account_and_signs_in(invited):
    client = Client()
    link = "/" + invited()
    assert "noemie@example.test" in client.get(link).text
    answer = client.post(link, FORM)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_signed_in(client)
    newcomer = User.objects.get(email="noemie@example.test")
    assert newcomer.display_name == "Noémie Leroy-Diallo"
    assert newcomer.username == "noemie-leroy-diallo"
    assert newcomer.profile is not None
    assert newcomer.emailaddress_set.get().verified
    assert OutboxEvent.objects.filter(name="person.activated", person_id=newcomer.pk).count() == 1
    assert not mail.outbox


def test_an_invitation_serves_once(invited):
    link = "/" + invited()
    Client().post(link, FORM)
    again = Client().get(link)
    assert again.status_code == 410
    other = Client()
    other.post(link, FORM | {"display_name": "Somebody Else"})
    assert not is_signed_in(other)
    assert not User.objects.filter(display_name="Somebody Else").exists()


def test_an_invitation_ends_after_a_week_and_when_it_is_withdrawn(invited, world):
    first, second = "/" + invited("a@example.test"), "/" + invited("b@example.test")
    assert Client().get(first).status_code == 200
    Invitation.objects.filter(email="a@example.test").update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    withdraw_invitation(
        actor=world.administrator, invitation=Invitation.objects.get(email="b@example.test")
    )
    assert Client().get(first).status_code == Client().get(second).status_code == 410


def test_inviting_again_replaces_the_link(invited):
    older, newer = "/" + invited(), "/" + invited()
    assert older != newer
    assert Client().get(older).status_code == 410
    assert Client().get(newer).status_code == 200


@pytest.mark.parametrize("token", ["x", "1", "deadbeef:forged", "a" * 500])
def test_a_made_up_link_opens_nothing(db, token):
    assert Client().get(f"/accounts/invitation/{token}/").status_code == 410


def test_a_link_cannot_be_made_from_the_row_alone(invited):
    invited()
    reference = Invitation.objects.get().reference
    assert Client().get(f"/accounts/invitation/{reference.hex}/").status_code == 410


def test_a_weak_password_and_an_empty_name_are_said(invited):
    link = "/" + invited()
    answer = Client().post(link, {"display_name": "…", "password": "court"})
    assert answer.status_code == 422
    answer = Client().post(link, {"display_name": "…", "password": PASSWORD})
    assert answer.status_code == 422
    assert not User.objects.filter(email="noemie@example.test").exists()


def test_whom_the_directory_knows_only_chooses_a_password(world, invited):
    person = create_person(
        actor=world.administrator, email="Ines@example.test", display_name="Inès Moreau"
    )
    link = "/" + Invitation.objects.get().link.partition("//")[2].partition("/")[2]
    client = Client()
    page = client.get(link).text
    assert "Inès Moreau" in page
    assert "display_name" not in page
    client.post(link, {"password": PASSWORD, "display_name": "Somebody Else"})
    assert is_signed_in(client)
    person.refresh_from_db()
    assert (person.display_name, person.email) == ("Inès Moreau", "ines@example.test")


def test_only_an_administrator_invites(world):
    for name, person in world.cast.items():
        if name != "administrator":
            with pytest.raises(Refused):
                invite_person(actor=person, email="new@example.test")
    assert not Invitation.objects.exists()


def test_somebody_with_an_account_is_not_invited(world, account):
    user = account()
    with pytest.raises(InvalidInput, match=r"account|compte"):
        invite_person(actor=world.administrator, email=user.email.upper())


def test_the_mail_is_in_the_language_asked_for_and_sent_once(world, link_mailed):
    for language, words in (("fr", "ouvre votre compte"), ("en", "opens your account")):
        invitation = invite_person(
            actor=world.administrator, email=f"{language}@example.test", language=language
        )
        mail_invitation(invitation.pk)
        mail_invitation(invitation.pk)
        assert words in mail.outbox[-1].body
        assert Client().get(link_mailed()).status_code == 200
    assert len(mail.outbox) == 2


def test_holders_of_an_address_of_the_organisation_have_the_link_sent(db, settings, link_mailed):
    settings.RSN_SIGNUP_DOMAINS = ["aubrac.example"]
    client = Client()
    answer = client.post("/accounts/signup/", {"email": "Lea@Aubrac.example"})
    assert (answer.status_code, answer["Location"]) == (303, "/accounts/confirm-email/")
    assert not User.objects.filter(email="lea@aubrac.example").exists()
    mail_invitation(Invitation.objects.get(email="lea@aubrac.example").pk)
    client.post(link_mailed(), {"display_name": "Léa Fontaine", "password": PASSWORD})
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "email", ["lea@elsewhere.example", "lea@aubrac.example.evil.example", "lea@notaubrac.example"]
)
def test_other_addresses_are_refused(db, settings, email):
    settings.RSN_SIGNUP_DOMAINS = ["aubrac.example"]
    assert Client().post("/accounts/signup/", {"email": email}).status_code == 422
    assert not Invitation.objects.exists()


def test_asking_does_not_tell_who_has_an_account(account, settings):
    settings.RSN_SIGNUP_DOMAINS = ["example.test"]
    user = account()
    answers = [
        Client().post("/accounts/signup/", {"email": email})
        for email in (user.email, "nobody@example.test")
    ]
    assert [(a.status_code, a["Location"], a.content) for a in answers[:1]] == [
        (a.status_code, a["Location"], a.content) for a in answers[1:]
    ]
    for invitation in Invitation.objects.order_by("pk"):
        mail_invitation(invitation.pk)
    known, unknown = mail.outbox
    assert "/accounts/invitation/" not in known.body
    assert "/accounts/invitation/" in unknown.body


def test_a_stranger_who_asks_does_not_undo_an_invitation(invited, settings):
    settings.RSN_SIGNUP_DOMAINS = ["example.test"]
    link = "/" + invited()
    Client().post("/accounts/signup/", {"email": "noemie@example.test"})
    assert Client().get(link).status_code == 200


def test_asking_again_and_again_is_slowed_down(db, settings):
    settings.RSN_SIGNUP_DOMAINS = ["example.test"]
    answers = [Client().post("/accounts/signup/", {"email": "a@example.test"}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]


def test_a_first_administrator_is_let_in_from_the_terminal(db, capsys):
    call_command("create_administrator", "chef@example.test", name="Camille Roux")
    link = "/" + capsys.readouterr().out.splitlines()[-1].partition("//")[2].partition("/")[2]
    client = Client()
    client.post(link, {"password": PASSWORD})
    assert client.get("/admin/").status_code == 200
    call_command("create_administrator", "chef@example.test")
    assert "now an administrator" in capsys.readouterr().out


def test_a_newcomer_from_the_terminal_needs_a_name(db):
    with pytest.raises(CommandError):
        call_command("create_administrator", "chef@example.test")


def test_invitations_are_forgotten_in_time(invited):
    invited("old@example.test")
    invited("new@example.test")
    Invitation.objects.filter(email="old@example.test").update(
        expires_at=timezone.now() - timedelta(days=31)
    )
    forget_what_is_over()
    assert [invitation.email for invitation in Invitation.objects.all()] == ["new@example.test"]


def test_there_are_no_superusers(db):
    with pytest.raises(CommandError, match="create_administrator"):
        call_command("createsuperuser")
