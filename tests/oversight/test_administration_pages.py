"""What an administrator does every week: on our own pages, through actions, into the book."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.actions import change_password, confirm_email
from apps.accounts.models import Invitation
from apps.events.models import FailedDelivery, OutboxEvent
from apps.mailing.actions import suppress_address
from apps.mailing.models import Suppression
from apps.oversight.models import AdministrationEntry
from apps.profiles.actions import create_unit, update_directory_entry
from apps.profiles.models import Unit
from apps.spaces.models import Space
from tests.conftest import make_person, make_space

PASSWORD = "cheval-agrafe-marine-42"
PAGES = ["", "people/", "units/", "spaces/", "mail/", "settings/", "journal/"]


@pytest.fixture
def admin(world, english):
    return english(world.administrator)


def book() -> list[str]:
    return list(AdministrationEntry.objects.order_by("id").values_list("kind", flat=True))


def test_only_administrators_come_in(world, signed_in):
    person = world.member
    for role, who in world.cast.items():
        client = signed_in(who)
        for page in [*PAGES, f"people/{person.username}/", f"people/{person.username}/access/"]:
            status = client.get(f"/administration/{page}").status_code
            if role == "administrator":
                assert status == 200, page
            else:
                assert status == (303 if role == "deactivated" else 403), (role, page)


def test_nothing_is_done_by_anybody_else(world, signed_in, approver):
    unit = create_unit(name="Sales")
    other = create_unit(name="Works")
    Suppression.objects.create(address="x@example.test", reason="bounce")
    who = f"/administration/people/{world.owner.username}/"
    acts = [
        ("/administration/people/", {"email": "new@example.test", "language": "fr"}),
        (f"{who}roles/", {"is_staff": "on", "confirmed": "yes"}),
        (f"{who}access/", {"_method": "DELETE"}),
        (f"{who}access/", {}),
        (f"{who}sessions/", {"_method": "DELETE"}),
        (f"{who}mailbox/", {"email": "mine@example.test"}),
        ("/administration/units/", {"name": "x", "kind": "department"}),
        (f"/administration/units/{unit.slug}/", {"name": "x"}),
        (f"/administration/units/{unit.slug}/place/", {"parent": other.slug}),
        (f"/administration/units/{unit.slug}/merge/", {"into": other.slug, "confirmed": "yes"}),
        (f"/administration/mail/{Suppression.objects.get().pk}/", {"_method": "DELETE"}),
        ("/administration/deliveries/", {}),
        ("/administration/settings/", {}),
    ]
    lines = AdministrationEntry.objects.count()
    for role in ("member", "owner", "leader", "communicator", "analyst"):
        client = signed_in(world.cast[role])
        for path, sent in acts:
            assert client.post(path, sent).status_code == 403, (role, path)
    assert AdministrationEntry.objects.count() == lines
    world.owner.refresh_from_db()
    assert world.owner.is_active
    assert not world.owner.is_staff
    assert Unit.objects.count() == 2
    assert Suppression.objects.count() == 1


def test_roles_are_said_first_and_told(world, admin):
    path = f"/administration/people/{world.member.username}/roles/"
    asked = admin.post(path, {"is_leader": "on"})
    assert asked.status_code == 200
    assert "Given: Leader." in asked.content.decode()
    world.member.refresh_from_db()
    assert not world.member.is_leader
    done = admin.post(path, {"is_leader": "on", "confirmed": "yes"})
    assert done.status_code == 303
    world.member.refresh_from_db()
    assert world.member.is_leader
    changed = OutboxEvent.objects.get(name="roles.changed")
    assert changed.person_id == world.member.pk
    assert changed.payload == {"given": ["is_leader"], "taken": []}
    assert book()[-1] == "roles_changed"


def test_the_last_administrator_stays(world, admin):
    me = f"/administration/people/{world.administrator.username}/"
    assert admin.post(f"{me}roles/", {"confirmed": "yes"}).status_code == 403
    assert admin.post(f"{me}access/", {"_method": "DELETE"}).status_code == 403
    world.administrator.refresh_from_db()
    assert world.administrator.is_staff
    assert world.administrator.is_active


def test_ending_access_is_said_first(world, admin):
    make_space(world.member, name="Atelier vélo")
    make_space(world.member, name="Cellule discrète", kind=Space.Kind.CONFIDENTIAL)
    path = f"/administration/people/{world.member.username}/access/"
    said = admin.get(path).content.decode()
    assert "Atelier vélo" in said
    assert "Cellule" not in said
    assert admin.post(path, {"_method": "DELETE"}).status_code == 303
    world.member.refresh_from_db()
    assert not world.member.is_active
    assert admin.post(path, {}).status_code == 303
    world.member.refresh_from_db()
    assert world.member.is_active
    assert book()[-2:] == ["person_deactivated", "person_reactivated"]


def test_sessions_end(world, admin):
    change_password(person=world.member, password=PASSWORD)
    confirm_email(world.member)
    member = Client()
    member.post("/accounts/login/", {"login": world.member.email, "password": PASSWORD})
    assert member.get("/").status_code == 200
    page = f"/administration/people/{world.member.username}/"
    assert admin.post(f"{page}sessions/", {"_method": "DELETE"}).status_code == 303
    assert member.get("/").status_code == 303
    assert book()[-1] == "sessions_ended"


def test_another_mailbox_is_told_at_the_one_before(world, admin, mailoutbox, work_done_at_once):
    before = world.member.email
    page = f"/administration/people/{world.member.username}/mailbox/"
    assert admin.post(page, {"email": "new@example.test"}).status_code == 303
    (mail,) = mailoutbox
    assert mail.to == [before]
    assert book()[-1] == "mailbox_changed"
    taken = admin.post(page, {"email": world.owner.email})
    assert taken.status_code == 422
    assert "Another person has this address" in taken.content.decode()


def test_nobody_becomes_an_approver_through_administration(world, admin, approver):
    """The mailbox of who approves is neither taken nor given: it is named outside this program."""
    for person, address in ((approver, "elsewhere@example.test"), (world.member, approver.email)):
        page = f"/administration/people/{person.username}/mailbox/"
        assert admin.post(page, {"email": address}).status_code == 403
        change = f"/admin/profiles/user/{person.pk}/change/"
        sent = {"display_name": person.display_name, "email": address, "language": ""}
        assert admin.post(change, sent).status_code in (200, 403)
        person.refresh_from_db()
        assert person.email != address


def test_inviting_and_withdrawing(world, admin):
    assert admin.post("/administration/people/", {"email": "x"}).status_code == 422
    sent = {"email": "new@example.test", "language": "fr"}
    assert admin.post("/administration/people/", sent).status_code == 303
    waiting = Invitation.objects.get()
    assert "new@example.test" in admin.get("/administration/people/").content.decode()
    page = f"/administration/invitations/{waiting.pk}/"
    assert admin.post(page).status_code == 303
    again = Invitation.objects.get()
    assert again.reference != waiting.reference
    assert admin.post(page, {"_method": "DELETE"}).status_code == 303
    assert not Invitation.objects.exists()
    assert book()[-3:] == ["person_invited", "person_invited", "invitation_withdrawn"]


def test_people_are_found_also_when_they_left(world, admin):
    def names(asked):
        page = admin.get(f"/administration/people/?{asked}").content.decode()
        return {p.display_name for p in world.cast.values() if f'/">{p.display_name}</a>' in page}

    assert names("q=mehdi") == {"Mehdi Member"}
    assert names(f"q={world.owner.email}") == {"Odile Owner"}
    assert names("show=gone") == {"Denis Deactivated"}
    assert names("show=is_leader") == {"Laure Leader"}
    assert names("q=zzz") == set()


def test_units_from_adding_to_merging(world, admin):
    assert (
        admin.post("/administration/units/", {"name": " ", "kind": "department"}).status_code == 422
    )
    for name in ("Sales", "Works"):
        sent = {"name": name, "kind": "department", "parent": ""}
        assert admin.post("/administration/units/", sent).status_code == 303
    under = {"name": "Shops", "kind": "department", "parent": "sales"}
    assert admin.post("/administration/units/", under).status_code == 303
    shops = Unit.objects.get(slug="shops")
    update_directory_entry(actor=world.administrator, person=world.member, unit=shops)
    assert "1 person" in admin.get("/administration/units/sales/").content.decode()
    assert admin.post("/administration/units/sales/place/", {"parent": "shops"}).status_code == 422
    assert admin.post("/administration/units/shops/place/", {"parent": "works"}).status_code == 303
    assert admin.post("/administration/units/shops/", {"name": "Boutiques"}).status_code == 303
    asked = admin.post("/administration/units/shops/merge/", {"into": "works"})
    assert "Merge Boutiques into Works?" in asked.content.decode()
    merging = {"into": "works", "confirmed": "yes"}
    assert admin.post("/administration/units/shops/merge/", merging).status_code == 303
    assert not Unit.objects.filter(slug="shops").exists()
    world.member.profile.refresh_from_db()
    assert world.member.profile.unit.slug == "works"
    assert book()[-4:] == ["person_described", "unit_moved", "unit_renamed", "unit_merged"]


def test_mail_and_deliveries(world, admin):
    suppress_address(address=world.member.email, reason="bounce", detail="5.1.1")
    page = admin.get("/administration/mail/").content.decode()
    assert world.member.email in page
    gone = Suppression.objects.get()
    assert admin.post(f"/administration/mail/{gone.pk}/", {"_method": "DELETE"}).status_code == 303
    assert not Suppression.objects.exists()
    event = OutboxEvent.objects.create(name="no.such", payload={})
    FailedDelivery.objects.create(event=event, subscriber="x", error="boom")
    assert "boom" in admin.get("/administration/").content.decode()
    assert admin.post("/administration/deliveries/").status_code == 303
    assert FailedDelivery.objects.get().error == "unknown event"
    assert book()[-2:] == ["mail_resumed", "deliveries_retried"]


def test_hours_of_the_organisation(world, admin):
    page = admin.get("/administration/settings/").content.decode()
    assert "BREAK_GLASS_APPROVERS" in page
    assert "SECRET_KEY" not in page
    sent = {"time_zone": "", "works_0": "on", "from_0_1": "08:00", "to_0_1": "16:00"}
    assert admin.post("/administration/settings/", sent).status_code == 303
    assert "08:00" in admin.get("/administration/settings/").content.decode()
    assert admin.post("/administration/settings/", {**sent, "to_0_1": ""}).status_code == 422
    assert book()[-1] == "hours_changed"


def test_ownerless_spaces_without_the_confidential_ones(world, admin):
    make_space(world.member, name="Atelier vélo")
    make_space(world.member, name="Cellule discrète", kind=Space.Kind.CONFIDENTIAL)
    assert "Atelier vélo" not in admin.get("/administration/spaces/").content.decode()
    world.member.is_active = False
    world.member.save(update_fields=["is_active"])
    page = admin.get("/administration/spaces/").content.decode()
    assert "Atelier vélo" in page
    assert "Cellule" not in page


@pytest.mark.parametrize("page", ["people/", "journal/", "units/"])
def test_lists_ask_the_same_of_two_and_of_twenty(page, world, admin):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert admin.get(f"/administration/{page}").status_code == 200
        return len(asked)

    sent = {"email": "a@example.test", "language": "fr"}
    admin.post("/administration/people/", sent)
    admin.get(f"/administration/{page}")
    few = queries()
    for number in range(15):
        unit = create_unit(name=f"Unit {number}")
        update_directory_entry(actor=world.administrator, person=make_person(), unit=unit)
    assert queries() == few


def test_an_entry_in_the_rail_for_administrators_only(world, signed_in, approver):
    for role, who in world.cast.items():
        if role == "deactivated":
            continue
        page = signed_in(who).get("/").content.decode()
        assert ('href="/administration/"' in page) == (role == "administrator"), role
        assert ('href="/break-glass/"' in page) == (role in ("administrator", "analyst")), role
