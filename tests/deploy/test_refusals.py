"""An unsafe environment starts nothing: one clear sentence instead, and no traceback."""

import os
import re
import subprocess
import sys

import pytest

from rsn.env import documentation
from rsn.local.places import ROOT

SAFE = {
    "RSN_MODE": "production",
    "SECRET_KEY": "0123456789" * 6,
    "ALLOWED_HOSTS": "social.example.org",
    "BASE_URL": "https://social.example.org",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}
UNSAFE = {
    "no secret": ({"SECRET_KEY": None}, "SECRET_KEY"),
    "an empty secret": ({"SECRET_KEY": ""}, "SECRET_KEY"),
    "a short secret": ({"SECRET_KEY": "changeme"}, "SECRET_KEY"),
    "a secret that repeats": ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
    "debugging": ({"DEBUG": "1"}, "DEBUG"),
    "no host": ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    "any host of many": ({"ALLOWED_HOSTS": "social.example.org,*"}, "ALLOWED_HOSTS"),
    "any host of a top domain": ({"ALLOWED_HOSTS": ".org"}, "ALLOWED_HOSTS"),
    "no address": ({"BASE_URL": None}, "BASE_URL"),
    "an address without encryption": ({"BASE_URL": "http://social.example.org"}, "BASE_URL"),
    "an address it does not answer to": ({"BASE_URL": "https://other.example.org"}, "BASE_URL"),
    "no database": ({"DATABASE_URL": None}, "DATABASE_URL"),
    "no Redis": ({"REDIS_URL": None}, "REDIS_URL"),
    "another database": ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "DATABASE_URL"),
    "mail by another way": ({"EMAIL_URL": "https://mail.example.org"}, "EMAIL_URL"),
    "a number that is none": ({"EVENT_RETENTION_HOURS": "soon"}, "EVENT_RETENTION_HOURS"),
    "an accent that is no colour": ({"ACCENT": "green"}, "ACCENT"),
    "a time zone that is none": ({"TIME_ZONE": "Paris"}, "TIME_ZONE"),
    "a level that is none": ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
}


def attempt(changes: dict[str, str | None], *command: str) -> "subprocess.CompletedProcess[str]":
    """Run a Python command in the safe environment with these changes; None removes."""
    environment = {"PATH": os.environ["PATH"], **SAFE, **changes}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_safe_environment_starts() -> None:
    done = attempt({}, "-c", "import rsn.settings")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("case", UNSAFE)
def test_it_refuses(case: str) -> None:
    changes, variable = UNSAFE[case]
    done = attempt(changes, "-c", "import rsn.settings")
    assert done.returncode != 0
    said = done.stderr.strip()
    assert variable in said
    assert "\n" not in said, said
    assert said.startswith(variable) or variable == "REDIS_URL", said
    assert said.endswith(".")
    assert "changeme" not in said, "the secret was printed"


@pytest.mark.parametrize(
    "command", [("manage.py", "migrate"), ("-m", "celery", "-A", "rsn", "report")]
)
def test_every_program_refuses(command: tuple[str, ...]) -> None:
    done = attempt({"SECRET_KEY": None}, *command)
    assert done.returncode != 0
    assert "SECRET_KEY must be set" in done.stderr
    assert "Traceback" not in done.stderr


def test_django_has_nothing_to_say_about_deployment() -> None:
    done = attempt({}, "manage.py", "check", "--deploy", "--fail-level", "INFO")
    assert done.returncode == 0, done.stderr


def test_the_table_of_variables_is_the_one_of_the_settings() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    assert documentation() in page, "paste the output of `python -m rsn.env` into it"


def test_every_variable_says_what_it_is_for() -> None:
    for row in documentation().splitlines()[2:]:
        assert re.fullmatch(r"\| `[A-Z_]+` \| .* \| \S.*\. \|", row), row
