"""Announcements: for whom they are, and who may make them."""

import pytest

from apps.core.decisions import Refused
from apps.events.models import OutboxEvent
from apps.posts.actions import create_post
from apps.posts.permissions import can_announce
from apps.spaces.actions import archive_space
from apps.spaces.permissions import standing

IN_A_SPACE = {"owner", "animator"}
IN_THE_COMPANY = {"leader", "communicator"}


@pytest.mark.parametrize("where", ["confidential", "on_request", "open", "everyone"])
def test_who_may(world, where):
    space = getattr(world, where)
    allowed = IN_THE_COMPANY if where == "everyone" else IN_A_SPACE
    for role, person in world.cast.items():
        decision = can_announce(standing(person, space))
        assert bool(decision) == (role in allowed), (role, where)
        assert decision or decision.reason
        if role not in allowed:
            with pytest.raises(Refused):
                create_post(author=person, space=space, body="À tous", is_announcement=True)


def test_nobody_on_a_page_of_their_own(world):
    assert not can_announce(standing(world.leader, world.leader.page))


def test_not_in_an_archived_space(world):
    archive_space(actor=world.owner, space=world.open)
    world.open.refresh_from_db()
    assert not can_announce(standing(world.owner, world.open))


def test_it_is_said_on_the_card_and_in_the_event(world, signed_in):
    post = create_post(author=world.owner, space=world.open, body="Fermé", is_announcement=True)
    assert OutboxEvent.objects.get(name="post.created").payload["is_announcement"] is True
    plain = create_post(author=world.owner, space=world.open, body="Ouvert")
    client = signed_in(world.member)
    for said, count in ((post, 1), (plain, 0)):
        page = client.get(f"/posts/{said.pk}/", headers={"accept-language": "en"})
        assert page.text.count("Announcement") == count


@pytest.mark.parametrize(("role", "status"), [("animator", 303), ("member", 403)])
def test_the_box_is_for_who_may(world, signed_in, role, status):
    client = signed_in(world.cast[role])
    path = f"/spaces/{world.open.slug}/posts/"
    assert ('name="is_announcement"' in client.get(path).content.decode()) == (status == 303)
    sent = client.post(path, {"body": "À tous", "is_announcement": "on", "publish_at": ""})
    assert sent.status_code == status
