"""The demo's life, with the real servers, uvicorn and celery around a stub of the product."""

import os
import shutil
import signal
import socket
import sys
import time
from functools import partial
from urllib.request import urlopen

import pytest

from rsn.local import ports
from tests.local.conftest import PATIENCE, Checkout, eventually


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(stub: Checkout, port: int, number: signal.Signals) -> None:
    demo = stub.demo(port)
    assert len(stub.living()) >= 6  # two servers, web, relay, worker, beat
    assert ports.is_taken(port)

    demo.send_signal(number)

    assert demo.wait(PATIENCE) == 0
    assert stub.living() == []
    assert not ports.is_taken(port)


def test_a_second_start_does_nothing_twice(stub: Checkout, port: int) -> None:
    first = stub.demo(port)
    first.send_signal(signal.SIGINT)
    first.wait(PATIENCE)
    second = stub.demo(port)

    assert stub.calls() == ["collectstatic", "migrate", "load_demo", "relay", "relay"]
    assert "already runs" not in stub.said(second)


def test_the_next_start_recovers_from_a_kill(stub: Checkout, port: int) -> None:
    first = stub.demo(port)
    stuck = stub.pid_of("uvicorn")
    os.kill(stuck, signal.SIGSTOP)  # a program that does not end when the kernel tells it to
    first.kill()
    first.wait()
    assert ports.is_taken(port)

    again = stub.demo(port)

    again.send_signal(signal.SIGINT)
    assert again.wait(PATIENCE) == 0
    assert stub.living() == []


def test_a_killed_supervisor_takes_everything_with_it(stub: Checkout, port: int) -> None:
    stub.demo(port).kill()

    eventually(lambda: not stub.living())
    eventually(lambda: not ports.is_taken(port))


def test_a_start_that_is_interrupted_leaves_nothing(stub: Checkout, port: int) -> None:
    for seconds in (0.5, 0.8, 1.2):
        demo = stub.local("demo", PORT=str(port))
        time.sleep(seconds)
        demo.send_signal(signal.SIGINT)
        demo.wait(PATIENCE)
        assert stub.living() == []
    stub.demo(port)


def test_a_second_demo_says_that_one_runs(stub: Checkout, port: int) -> None:
    stub.demo(port)
    second = stub.local("demo", PORT=str(ports.free_port()))

    assert second.wait(PATIENCE) == 1
    assert stub.said(second).startswith(f"The demo already runs at http://127.0.0.1:{port}")
    assert stub.said(second).count("\n") == 1


def test_a_taken_port_is_one_sentence(stub: Checkout) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        demo = stub.local("demo", PORT=str(taken))

        assert demo.wait(PATIENCE) == 1
    assert stub.said(demo).startswith(f"Port {taken} of this machine is taken")
    assert stub.said(demo).count("\n") == 1
    assert stub.living() == []


def test_what_is_killed_is_started_again(stub: Checkout, port: int) -> None:
    demo = stub.demo(port)
    for program in ("celery.* worker", "redis-server", "bin/postgres -D"):
        victim = stub.pid_of(program)
        assert victim
        os.kill(victim, signal.SIGKILL)
        eventually(partial(_is_replaced, stub, program, victim))

    assert "worker ended (killed by SIGKILL); starting it again" in stub.said(demo)
    assert "redis ended (killed by SIGKILL)" in stub.said(demo)
    assert "postgres ended (killed by SIGKILL)" in stub.said(demo)
    _get_ready(port)


def test_what_crashes_in_a_loop_is_given_up(stub: Checkout, port: int) -> None:
    (stub.root / "break-web").touch()
    demo = stub.local("demo", PORT=str(port))

    assert demo.wait(PATIENCE) == 1
    assert "web keeps ending" in stub.said(demo)
    assert "web is broken on purpose" in stub.said(demo)
    assert stub.living() == []


def test_a_failing_step_says_where_to_read(stub: Checkout, port: int) -> None:
    (stub.root / "break-migrate").touch()
    demo = stub.local("demo", PORT=str(port))

    assert demo.wait(PATIENCE) == 1
    assert "`manage.py migrate` failed: migrate is broken on purpose" in stub.said(demo)
    assert stub.living() == []


def test_reset_waits_for_the_end_and_then_forgets(stub: Checkout, port: int) -> None:
    demo = stub.demo(port)
    refused = stub.local("demo-reset")
    assert refused.wait(PATIENCE) == 1
    assert "The demo is running" in stub.said(refused)
    demo.send_signal(signal.SIGINT)
    demo.wait(PATIENCE)

    assert stub.local("demo-reset").wait(PATIENCE) == 0
    assert not stub.directory.exists()
    stub.demo(port)
    assert stub.calls().count("load_demo") == 2


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ending_make_alone_ends_everything(
    stub: Checkout, port: int, number: signal.Signals
) -> None:
    _use_our_packages(stub)
    # Whoever runs the tests in the background has them ignore SIGINT, and make with them.
    make = stub.start(["env", "--default-signal=INT", "make", "demo"], PORT=str(port))
    stub.wait_ready(make)

    make.send_signal(number)

    make.wait(PATIENCE)
    eventually(lambda: not stub.living())
    assert not ports.is_taken(port)


def _is_replaced(stub: Checkout, program: str, victim: int) -> bool:
    return stub.pid_of(program) not in (0, victim)


def _use_our_packages(stub: Checkout) -> None:
    """Let the stub's Makefile find an environment, without installing one."""
    (stub.root / ".venv").symlink_to(sys.prefix)
    (stub.root / "rsn" / "local" / "bootstrap.py").write_text("")


def _get_ready(port: int) -> None:
    def answers() -> bool:
        try:
            return bool(urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2).status == 200)
        except OSError:
            return False

    eventually(answers)
