"""A copy of a space for one of its owners."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.archive.actions import ask_for_export, remove_old_exports, write_export
from apps.archive.models import SpaceExport
from apps.core.decisions import Refused
from apps.posts.actions import create_comment, create_post
from apps.spaces.actions import (
    add_member,
    change_kind,
    change_role,
    delete_due_spaces,
    plan_deletion,
)
from apps.spaces.models import JournalEntry, Membership, Space


def lines_in(content: bytes) -> list[dict]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return [json.loads(line) for line in archive.read("archive.jsonl").splitlines()]


@pytest.fixture
def export(world):
    post = create_post(author=world.member, space=world.confidential, body="Entre nous")
    create_comment(author=world.animator, post=post, body="Oui")
    asked = ask_for_export(actor=world.owner, space=world.confidential)
    write_export(asked.pk)
    asked.refresh_from_db()
    return asked


def url_of(export, *, file=False) -> str:
    return f"/spaces/{export.space.slug}/export/" + (f"{export.uuid}/" if file else "")


def test_the_owner_who_asked_fetches_it(world, export, signed_in):
    answer = signed_in(world.owner).get(url_of(export, file=True))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    lines = lines_in(b"".join(answer.streaming_content))
    assert lines[0]["format"] == "rsn-archive"
    assert {"post", "comment", "membership", "user", "space"} <= {
        line.get("type") for line in lines
    }


def test_nobody_else_does(world, export, signed_in):
    add_member(actor=world.owner, space=world.confidential, user=world.leader, role="owner")
    for person in (world.animator, world.member, world.outsider, world.administrator, world.leader):
        assert signed_in(person).get(url_of(export, file=True)).status_code == 404, person
    for person in (world.animator, world.member):
        assert signed_in(person).get(url_of(export)).status_code == 403
    for person in (world.outsider, world.administrator):
        assert signed_in(person).get(url_of(export)).status_code == 404


def test_an_owner_no_more_fetches_nothing_any_more(world, export, signed_in):
    add_member(actor=world.owner, space=world.confidential, user=world.leader, role="owner")
    mine = Membership.objects.get(space=world.confidential, user=world.owner)
    change_role(actor=world.leader, membership=mine, role="member")
    assert signed_in(world.owner).get(url_of(export, file=True)).status_code == 404


def test_for_seven_days(world, export, signed_in):
    client = signed_in(world.owner)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        client = signed_in(world.owner)
        assert client.get(url_of(export, file=True)).status_code == 404
        assert remove_old_exports() == 1
    assert not default_storage.exists(export.stored_as)


def test_members_read_that_it_was_asked_for(world, export):
    line = JournalEntry.objects.visible_to(world.member).get(kind="exported")
    assert (line.space, line.actor) == (world.confidential, world.owner)


def test_owners_only(world):
    for person in (world.animator, world.member, world.administrator):
        with pytest.raises(Refused):
            ask_for_export(actor=person, space=world.confidential)


def test_asking_twice_is_asking_once(world):
    first = ask_for_export(actor=world.owner, space=world.open)
    assert ask_for_export(actor=world.owner, space=world.open) == first


def test_what_the_owner_does_not_read_is_not_in_it(world):
    """Named owner after the opening: what is kept for the readers of before stays theirs."""
    create_post(author=world.member, space=world.confidential, body="Entre nous")
    space = change_kind(actor=world.owner, space=world.confidential, kind=Space.Kind.OPEN)
    create_post(author=world.member, space=space, body="Pour tous")
    add_member(actor=world.owner, space=space, user=world.outsider, role="owner")
    asked = ask_for_export(actor=world.outsider, space=space)
    write_export(asked.pk)
    asked.refresh_from_db()
    with default_storage.open(asked.stored_as) as content:
        text = json.dumps(lines_in(content.read()), ensure_ascii=False)
    assert "Pour tous" in text
    assert "Entre nous" not in text


def test_it_goes_with_the_space(world, export):
    plan_deletion(actor=world.owner, space=world.confidential)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert delete_due_spaces() == 1
    assert not default_storage.exists(export.stored_as)
    assert not SpaceExport.objects.exists()


def test_the_page_shows_how_far_it_is(world, signed_in):
    ask_for_export(actor=world.owner, space=world.open)
    client = signed_in(world.owner)
    page = client.get(f"/spaces/{world.open.slug}/export/")
    assert b"<progress" in page.content
    part = client.get(f"/spaces/{world.open.slug}/export/", headers={"hx-request": "true"})
    assert part.content.lstrip().startswith(b'<div id="exports"')
