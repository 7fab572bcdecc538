"""Exceptional access: a second person, few hours, every page written down, the members told."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.utils import timezone

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.events.models import OutboxEvent
from apps.oversight.actions import (
    approve_access,
    ask_access,
    close_access,
    decline_access,
    end_access,
)
from apps.oversight.models import Access, AdministrationEntry
from apps.posts.actions import create_post
from apps.posts.models import Post
from apps.spaces.models import JournalEntry, Space
from tests.conftest import NOT_EMPTIED


def lines(space, kind=""):
    found = JournalEntry.objects.filter(space=space, kind__startswith=kind or "glass")
    return [(line.kind, line.detail) for line in found.order_by("id")]


def test_from_asking_to_the_end(world, said, approver, english):
    """What the three of them see, in a browser without a script."""
    asker, answers = english(world.administrator), english(approver)
    sent = {
        "address": f"http://testserver/spaces/{world.confidential.slug}/about/?x=1",
        "reason": "security",
        "text": "A password was published there this morning.",
        "hours": "2",
    }
    asked = asker.post("/break-glass/", sent)
    access = Access.objects.get()
    page = f"/break-glass/{access.pk}/"
    assert (asked.status_code, asked["Location"]) == (303, page)
    assert access.address == world.confidential.slug
    waiting = asker.get(page).content.decode()
    assert "Waiting" in waiting
    assert "albatros" not in waiting
    assert f'href="{page}"' in answers.get("/break-glass/").content.decode()
    assert "A confidential space is at this address." in answers.get(page).content.decode()
    assert lines(world.confidential) == []

    approved = answers.post(f"{page}answer/", {"answer": "approve", "word": "Go."})
    assert (approved.status_code, approved["Location"]) == (303, page)
    access.refresh_from_db()
    assert access.expires_at - access.answered_at == timedelta(hours=2)
    room = asker.get(page).content.decode()
    assert "albatros" in room
    assert "macareux" not in room
    alone = asker.get(f"{page}posts/{said.pk}/").content.decode()
    assert "albatros" in alone
    assert "macareux" in alone
    assert lines(world.confidential) == [
        ("glass_opened", {"access": access.pk, "reason": "security", "hours": 2}),
        ("glass_read", {"access": access.pk, "posts": [said.pk]}),
        ("glass_read", {"access": access.pk, "post": said.pk}),
    ]

    assert asker.post(page, {"_method": "DELETE"}).status_code == 303
    assert "albatros" not in asker.get(page).content.decode()
    assert asker.get(f"{page}posts/{said.pk}/").status_code == 404
    assert lines(world.confidential)[-1] == ("glass_ended", {"access": access.pk})
    done = [entry.kind for entry in AdministrationEntry.objects.order_by("id")]
    assert [kind for kind in done if kind.startswith("glass")] == [
        "glass_asked",
        "glass_answered",
        "glass_ended",
    ]


def test_asking_is_the_same_whether_or_not_a_space_is_there(
    world, approver, signed_in, django_assert_num_queries
):
    client = signed_in(world.administrator)
    sent = {"reason": "safety", "text": "Somebody may be in danger.", "hours": "1"}
    client.post("/break-glass/", {**sent, "address": "warmed-up"})
    answers = []
    for address in (world.confidential.slug, "no-such-space", world.on_request.slug):
        with django_assert_num_queries(9):
            answers.append(client.post("/break-glass/", {**sent, "address": address}))
    pages = []
    for answer in answers:
        assert answer.status_code == 303
        page = client.get(answer["Location"]).content.decode()
        pages.append(
            re.sub(r"\d+|nonce=\"[^\"]*\"|value=\"\w{64}\"|no-such-space|cave-[\w-]+", "", page)
        )
    assert pages[0] == pages[1] == pages[2]
    assert not Access.objects.exclude(space=None).exists()


def test_only_a_confidential_space_is_opened(world, ask, approver):
    for address in ("no-such-space", world.on_request.slug, world.open.slug):
        with pytest.raises(InvalidInput):
            approve_access(actor=approver, access=ask(address=address))
    assert Access.objects.in_force().count() == 0


def test_nobody_named_switches_it_off(world, settings, english):
    settings.RSN_BREAK_GLASS_APPROVERS = []
    page = english(world.administrator).get("/break-glass/").content.decode()
    assert "switched off" in page
    assert "<textarea" not in page
    settings.RSN_BREAK_GLASS_APPROVERS = [world.administrator.email]
    with pytest.raises(Refused):
        ask_access(
            asker=world.administrator,
            address="x",
            reason="legal",
            text="Nobody but the asker is named.",
            hours=1,
        )


def test_only_who_is_named_answers_and_never_their_own(world, ask, approver, settings):
    access = ask()
    settings.RSN_BREAK_GLASS_APPROVERS = [approver.email, world.administrator.email]
    for person in world.cast.values():
        if person != approver:
            with pytest.raises(Refused):
                approve_access(actor=person, access=access)
            with pytest.raises(Refused):
                decline_access(actor=person, access=access, word="no")
    with pytest.raises(IntegrityError), transaction.atomic():
        Access.objects.filter(pk=access.pk).update(answered_by=world.administrator)
    decline_access(actor=approver, access=access, word="Not needed: ask the owner.")
    access.refresh_from_db()
    assert (access.state, access.space) == ("declined", None)
    with pytest.raises(Refused):
        approve_access(actor=approver, access=access)


def test_only_administrators_ask(world, approver):
    for role, person in world.cast.items():
        if role != "administrator":
            with pytest.raises(Refused):
                ask_access(
                    asker=person, address="x", reason="legal", text="I would like to.", hours=1
                )


def test_who_is_an_administrator_no_more_reads_no_more(world, said, opened, signed_in):
    access = opened()
    client = signed_in(world.administrator)
    assert "albatros" in client.get(f"/break-glass/{access.pk}/").content.decode()
    world.administrator.is_staff = False
    world.administrator.save(update_fields=["is_staff"])
    assert "albatros" not in client.get(f"/break-glass/{access.pk}/").content.decode()
    assert client.get(f"/break-glass/{access.pk}/posts/{said.pk}/").status_code == 404


def test_it_ends_by_the_clock_alone(world, said, opened, signed_in):
    """Nothing has to happen for it: the door compares the clock."""
    client = signed_in(world.administrator)
    access = opened(hours=1)
    page = f"/break-glass/{access.pk}/"
    with time_machine.travel(access.expires_at - timedelta(seconds=1), tick=False):
        assert "albatros" in client.get(page).content.decode()
        close_access(access.pk)
    assert "glass_ended" not in [kind for kind, _ in lines(world.confidential)]
    with time_machine.travel(access.expires_at, tick=False):
        assert "albatros" not in client.get(page).content.decode()
        assert client.get(f"{page}posts/{said.pk}/").status_code == 404
        close_access(access.pk)
        close_access(access.pk)
    ended = [kind for kind, _ in lines(world.confidential) if kind == "glass_ended"]
    assert len(ended) == 1


def test_no_journal_no_page(world, said, opened, signed_in):
    access = opened()
    client = signed_in(world.administrator)
    client.raise_request_exception = False
    with connection.cursor() as database:
        database.execute(
            """
            CREATE FUNCTION no_line() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'full'; END $$;
            CREATE TRIGGER no_line BEFORE INSERT ON spaces_journalentry
            FOR EACH ROW EXECUTE FUNCTION no_line();
            """
        )
    for page in (f"/break-glass/{access.pk}/", f"/break-glass/{access.pk}/posts/{said.pk}/"):
        answer = client.get(page)
        assert answer.status_code == 500
        assert "albatros" not in answer.content.decode()


def test_it_opens_one_space_to_read_and_nothing_else(world, said, opened, signed_in):
    access = opened()
    client = signed_in(world.administrator)
    elsewhere = create_post(author=world.owner, space=world.on_request, body="<p>ailleurs</p>")
    assert client.get(f"/break-glass/{access.pk}/posts/{elsewhere.pk}/").status_code == 404
    assert client.get(f"/break-glass/{access.pk}/posts/{said.pk}/").status_code == 200
    for path in (
        f"/spaces/{world.confidential.slug}/",
        f"/spaces/{world.confidential.slug}/members/",
        f"/posts/{said.pk}/",
        f"/posts/{said.pk}/comments/",
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(f"/posts/{said.pk}/comments/", {"body": "x"}).status_code == 404
    assert not Post.objects.visible_to(world.administrator).contains(said)
    assert not Space.objects.visible_to(world.administrator).contains(world.confidential)
    assert world.administrator not in world.confidential.readers()


def test_what_was_approved_is_kept_by_the_database(opened):
    access = opened(reason="legal", tell_on=timezone.localdate() + timedelta(days=30))
    mine = Access.objects.filter(pk=access.pk)
    later = access.tell_at + timedelta(days=1)
    for change in (
        {"tell_at": None},
        {"tell_at": later},
        {"expires_at": access.expires_at + timedelta(minutes=1)},
        {"reason": "safety"},
        {"state": "waiting"},
        {"asker": access.answered_by},
        {"answered_by": None},
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            mine.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.delete()
    mine.update(tell_at=access.tell_at - timedelta(days=1))


def test_the_database_knows_four_hours_and_twelve_months(world, ask, approver):
    now = timezone.now()
    answered = {
        "state": "approved",
        "space": world.confidential,
        "answered_by": approver,
        "answered_at": now,
    }
    for wrong in (
        {"expires_at": now + timedelta(hours=4, seconds=1), "tell_at": now},
        {"expires_at": now + timedelta(hours=1), "tell_at": None},
        {"expires_at": now + timedelta(hours=1), "tell_at": now + timedelta(days=367)},
        {"expires_at": now + timedelta(hours=1), "tell_at": now + timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Access.objects.filter(pk=ask().pk).update(**answered, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        ask(hours=8)


def test_members_may_wait_only_where_the_law_says_so(ask):
    soon = timezone.localdate() + timedelta(days=30)
    with pytest.raises(InvalidInput):
        ask(reason="safety", tell_on=soon)
    for day in (timezone.localdate(), timezone.localdate() + timedelta(days=400)):
        with pytest.raises(InvalidInput):
            ask(reason="legal", tell_on=day)
    assert ask(reason="legal", tell_on=soon).tell_at.date() == soon


def test_the_book_is_append_only(ask):
    ask()
    for change in (lambda all_: all_.delete(), lambda all_: all_.update(kind="x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            change(AdministrationEntry.objects.all())


@pytest.mark.parametrize("table", ["oversight_access", "oversight_administrationentry"])
def test_neither_the_accesses_nor_the_book_are_emptied(ask, table):
    """TRUNCATE fires no trigger of rows. Those of tests are emptied between them."""
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        _empty_as_in_use(table)


def _empty_as_in_use(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {NOT_EMPTIED[table]}")
        cursor.execute(f"TRUNCATE {table}")


def test_its_end_is_an_event_of_its_time(opened):
    access = opened(hours=4)
    over = OutboxEvent.objects.get(name="access.over")
    assert over.not_before == access.expires_at


def test_who_approves_reads_nothing_even_as_an_administrator(world, said, opened, signed_in):
    access = opened()
    world.analyst.is_staff = True
    world.analyst.save(update_fields=["is_staff"])
    page = f"/break-glass/{access.pk}/"
    client = signed_in(world.analyst)
    assert "albatros" not in client.get(page).content.decode()
    assert client.get(f"{page}posts/{said.pk}/").status_code == 404


def test_the_approver_ends_it_too_and_nobody_else(world, opened, approver):
    access = opened()
    for role, person in world.cast.items():
        if role not in ("administrator", "analyst"):
            with pytest.raises(Refused):
                end_access(actor=person, access=access)
    end_access(actor=approver, access=access)
    assert not Access.objects.in_force_for(world.administrator).exists()
