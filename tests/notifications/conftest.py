"""A clock that stands still on a Tuesday at ten in Paris, and moves when told."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from apps.events.models import OutboxEvent
from apps.notifications.models import Notification
from tests.notifications.pipeline import pump

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


class Clock:
    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    def go(self, **duration: float) -> None:
        """Let this much time pass, and what is due happen."""
        self._traveller.shift(timedelta(**duration))
        pump()

    def undo_window(self) -> None:
        """Let the time to take words back pass."""
        pump()
        self.go(seconds=31)

    def set(self, at: datetime) -> None:
        self._traveller.move_to(at, tick=False)
        pump()


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def quiet_world(clock: Clock, world):
    """The cast, with what its making told already told."""
    clock.undo_window()
    OutboxEvent.objects.all().delete()
    Notification.objects.all().delete()
    return world
