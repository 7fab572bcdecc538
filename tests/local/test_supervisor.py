"""What ends the supervisor, without the services it keeps."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from rsn.local.supervisor import STOPPING, Parent, StopAsked, Supervisor


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in STOPPING}
    supervisor = Supervisor(tmp_path, print, Parent())
    supervisor.listen()
    yield supervisor
    for number, handler in before.items():
        signal.signal(number, handler)


class Finalised:
    """Python swallows what is raised while this is thrown away."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


def test_a_signal_stops(listening: Supervisor) -> None:
    listening.tend()
    with pytest.raises(StopAsked):
        os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_met_a_finalizer_is_heeded_all_the_same(listening: Supervisor) -> None:
    thrown_away = Finalised()
    del thrown_away
    with pytest.raises(StopAsked, match="SIGINT"):
        listening.tend()


def test_a_second_signal_leaves_the_clean_up_alone(listening: Supervisor) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            os.kill(os.getpid(), number)
        except StopAsked:
            assert number == signal.SIGINT
