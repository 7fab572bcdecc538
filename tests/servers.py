"""A pytest plugin, loaded before Django: real servers for the whole run.

Without DATABASE_URL and REDIS_URL the embedded ones are started, once, by the first process;
xdist's workers inherit them, each with a Redis database of its own.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rsn.local.servers import application_environment, embedded_servers

_running = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        directory = Path(_running.enter_context(tempfile.TemporaryDirectory(prefix="rsn-test-")))
        directory.chmod(0o755)
        os.environ |= application_environment(directory, mode="test")
        os.environ |= _running.enter_context(embedded_servers(directory, durable=False))
    os.environ["RSN_MODE"] = "test"
    # Nobody has this mailbox unless a test gives it (tests/e2e/screens_oversight.py).
    os.environ["BREAK_GLASS_APPROVERS"] = "approver@example.test"
    os.environ["REDIS_URL"] = _own_redis_database(os.environ["REDIS_URL"])


def pytest_unconfigure() -> None:
    _running.close()


def _own_redis_database(url: str) -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker.startswith("gw"):
        return url
    parts = urlsplit(url)
    number = 1 + int(worker.removeprefix("gw"))
    if parts.scheme == "unix":
        return parts._replace(query=f"db={number}").geturl()
    return parts._replace(path=f"/{number}").geturl()
