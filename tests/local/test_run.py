"""`python -m rsn.local run`: servers that commands share."""

import os
import signal
from pathlib import Path

from rsn.local import locks
from tests.local.conftest import PATIENCE, Checkout, eventually

ASK = (
    "import os, psycopg2, redis;"
    "psycopg2.connect(os.environ['DATABASE_URL']);"
    "redis.Redis.from_url(os.environ['REDIS_URL']).ping();"
    "print('port', os.environ['DATABASE_URL'].rsplit(':', 1)[1], flush=True)"
)
WAIT = f"{ASK}; import time; time.sleep(60)"


def _keeper_runs(stub: Checkout) -> bool:
    keeper = stub.root / "var" / "dev" / "keeper"
    return keeper.exists() and locks.is_held(keeper)


def test_the_command_gets_servers_and_they_end_with_it(stub: Checkout) -> None:
    run = stub.local("run", "--", "python", "-c", ASK)

    assert run.wait(PATIENCE) == 0
    assert stub.said(run).startswith("port ")
    eventually(lambda: not _keeper_runs(stub))


def test_the_exit_status_is_the_command_s(stub: Checkout) -> None:
    assert stub.local("run", "--", "sh", "-c", "exit 7").wait(PATIENCE) == 7
    missing = stub.local("run", "--", "no-such-command")

    assert missing.wait(PATIENCE) == 1
    assert stub.said(missing) == "no-such-command cannot be run: No such file or directory.\n"
    eventually(lambda: not _keeper_runs(stub))


def test_commands_share_servers_until_the_last_is_killed(stub: Checkout) -> None:
    first = stub.local("run", "--", "python", "-c", WAIT)
    second = stub.local("run", "--", "python", "-c", WAIT)
    eventually(lambda: "port" in stub.said(first) and "port" in stub.said(second))
    assert stub.said(first) == stub.said(second)

    first.kill()
    first.wait()
    third = stub.local("run", "--", "python", "-c", ASK)
    assert third.wait(PATIENCE) == 0
    assert stub.said(third) == stub.said(second)
    assert _keeper_runs(stub)

    second.kill()
    second.wait()
    eventually(lambda: not _keeper_runs(stub))


def test_servers_that_were_killed_are_started_for_the_next_command(
    stub: Checkout,
) -> None:
    first = stub.local("run", "--", "python", "-c", WAIT)
    eventually(lambda: "port" in stub.said(first))
    os.kill(_keeper(stub.root), signal.SIGKILL)
    eventually(lambda: not _keeper_runs(stub))

    second = stub.local("run", "--", "python", "-c", ASK)

    assert second.wait(PATIENCE) == 0, stub.said(second)
    first.kill()
    first.wait()
    eventually(lambda: not _keeper_runs(stub))


def test_what_follows_test_is_given_to_pytest(stub: Checkout) -> None:
    test = stub.local("test", "-q", "--co", "-p", "no:cacheprovider", ".", CHROMIUM="/bin/true")

    assert test.wait(PATIENCE) == 5  # pytest's own status for "no tests"
    assert "no tests ran" in stub.said(test) or "no tests collected" in stub.said(test)


def _keeper(root: Path) -> int:
    wanted = f"keep\0{root / 'var' / 'dev'}\0".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        if (entry / "cmdline").exists() and wanted in (entry / "cmdline").read_bytes():
            return int(entry.name)
    raise AssertionError("no keeper")
