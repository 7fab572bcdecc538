"""Who is told of exceptional access, and when."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from apps.notifications.actions import set_space_level
from apps.notifications.models import Notification, SpaceSetting
from apps.oversight.actions import (
    approve_access,
    close_access,
    decline_access,
    end_access,
    tell_access,
)
from apps.oversight.models import Access
from apps.spaces.models import JournalEntry
from tests.notifications.conftest import TUESDAY, clock, quiet_world

__all__ = ["clock", "quiet_world"]
PARIS = ZoneInfo("Europe/Paris")
LATER = (TUESDAY + timedelta(days=30)).date()


@pytest.fixture
def world(quiet_world):
    return quiet_world


def told(kind: str) -> set[str]:
    shown = Notification.objects.filter(kind=kind, delivered_at__isnull=False)
    return set(shown.values_list("person__email", flat=True))


def readers(world) -> set[str]:
    return {person.email for person in (world.owner, world.animator, world.member)}


def test_who_answers_and_who_asked_are_told(world, clock, ask, approver):
    access = ask()
    clock.undo_window()
    assert told("access_asked") == {approver.email}
    decline_access(actor=approver, access=access, word="Ask the owner first.")
    clock.undo_window()
    assert told("access_answered") == {world.administrator.email}
    assert told("access_told") == set()


def test_members_are_told_at_once_also_who_muted_the_space(world, clock, opened, signed_in):
    muted = SpaceSetting.Level.MUTE
    set_space_level(person=world.member, space=world.confidential, level=muted)
    opened()
    clock.undo_window()
    assert told("access_told") == readers(world)
    page = signed_in(world.member).get("/notifications/").content.decode()
    assert world.administrator.display_name in page


def test_the_head_of_the_space_says_it_while_it_lasts(world, clock, opened, signed_in):
    member = signed_in(world.member)
    page = f"/spaces/{world.confidential.slug}/"
    name = world.administrator.display_name
    assert name not in member.get(page).content.decode()
    access = opened(hours=1)
    shown = member.get(page).content.decode()
    assert name in shown
    assert world.analyst.display_name in shown
    clock.go(hours=1)
    assert name not in member.get(page).content.decode()
    assert name not in signed_in(world.owner).get(page).content.decode()
    close_access(access.pk)


def test_where_the_law_requires_secrecy_they_are_told_on_the_day(
    world, clock, ask, approver, signed_in
):
    """With the clock: nothing before, everything then, with nobody doing anything for it."""
    access = ask(reason="legal", tell_on=LATER)
    approve_access(actor=approver, access=access)
    admin, member = signed_in(world.administrator), signed_in(world.member)
    assert admin.get(f"/break-glass/{access.pk}/").status_code == 200
    end_access(actor=world.administrator, access=access)
    clock.undo_window()
    space = f"/spaces/{world.confidential.slug}/"
    name = world.administrator.display_name
    the_day = datetime.combine(LATER, datetime.min.time(), tzinfo=PARIS) + timedelta(hours=9)

    def journal():
        found = JournalEntry.objects.visible_to(world.member).filter(kind__startswith="glass")
        return list(found.order_by("id").values_list("kind", flat=True))

    clock.set(the_day - timedelta(seconds=1))
    assert told("access_told") == set()
    assert journal() == []
    for page in (space, f"{space}about/", "/notifications/", "/"):
        assert name not in member.get(page).content.decode(), page
    clock.set(the_day)
    clock.undo_window()
    assert told("access_told") == readers(world)
    assert journal() == ["glass_opened", "glass_read", "glass_ended"]


def test_secret_or_not_the_banner_waits_for_the_day(world, clock, ask, approver, signed_in):
    approve_access(actor=approver, access=ask(reason="legal", tell_on=LATER, hours=4))
    page = signed_in(world.member).get(f"/spaces/{world.confidential.slug}/").content.decode()
    assert world.administrator.display_name not in page


class TestWhoReads:
    """What every card and the composer say is so while somebody reads by exception."""

    ELSE, BESIDES = "Nobody else.", "also somebody by exceptional access"

    @pytest.fixture
    def says(self, world, said, english):
        member = english(world.member)

        def read() -> tuple[bool, bool]:
            place = f"/spaces/{world.confidential.slug}/"
            pages = [place, f"{place}posts/", f"/posts/{said.pk}/", f"{place}readers/"]
            texts = [member.get(page).content.decode() for page in pages]
            for one in texts:
                assert (self.ELSE in one) != (self.BESIDES in one)
            assert len({self.ELSE in one for one in texts}) == 1
            return self.ELSE in texts[0], self.BESIDES in texts[0]

        return read

    def test_as_long_as_it_lasts(self, world, clock, opened, says):
        assert says() == (True, False)
        access = opened(hours=1)
        assert says() == (False, True)
        clock.go(minutes=61)
        close_access(access.pk)
        assert says() == (True, False)

    def test_until_it_is_ended(self, world, clock, opened, says, approver):
        access = opened(hours=4)
        assert says() == (False, True)
        end_access(actor=approver, access=access)
        assert says() == (True, False)

    def test_of_two_until_the_last(self, world, clock, opened, says, approver):
        first, second = opened(hours=1), opened(hours=4)
        end_access(actor=approver, access=second)
        assert says() == (False, True)
        clock.go(minutes=61)
        close_access(first.pk)
        assert says() == (True, False)

    def test_not_before_the_day_the_law_lets_it_be_said(self, world, clock, ask, approver, says):
        access = ask(reason=Access.Reason.LEGAL, tell_on=(TUESDAY + timedelta(days=1)).date())
        clock.set(datetime.combine(TUESDAY + timedelta(days=1), time(8, 30), tzinfo=PARIS))
        approve_access(actor=approver, access=access)
        assert says() == (True, False)
        clock.go(minutes=31)
        tell_access(access.pk)
        assert says() == (False, True)
