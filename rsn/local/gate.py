"""`make check`: everything a tool can hold, each step named, each failure teaching."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.text import Text

from rsn.local import extraction, keeper, translations
from rsn.local.places import ROOT, place
from rsn.local.say import Screen
from rsn.local.servers import application_environment

ARCHITECTURE = "docs/architecture.md"


@dataclass(frozen=True)
class Outcome:
    """How a step ended; `said` is what its tool printed."""

    passed: bool
    said: str
    seconds: float


@dataclass(frozen=True)
class Check:
    """A step: what runs, and what to do and to read when it fails."""

    name: str
    run: Callable[[dict[str, str]], tuple[bool, str]]
    hint: str
    read: str

    def outcome(self, environment: dict[str, str]) -> Outcome:
        """Run the step."""
        began = time.monotonic()
        passed, said = self.run(environment)
        return Outcome(passed, said, time.monotonic() - began)


def _tool(*arguments: str) -> Callable[[dict[str, str]], tuple[bool, str]]:
    def run(environment: dict[str, str]) -> tuple[bool, str]:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode == 0, (done.stdout + done.stderr).strip()

    return run


def _translated(_environment: dict[str, str]) -> tuple[bool, str]:
    faults = translations.faults(extraction.template())
    return not faults, "\n".join(faults)


CHECKS = (
    Check(
        "formatting",
        _tool("-m", "ruff", "format", "--check", ".", "--output-format", "concise"),
        "run `make format`",
        "pyproject.toml, [tool.ruff]",
    ),
    Check(
        "linting",
        _tool("-m", "ruff", "check", ".", "--output-format", "concise"),
        "`make format` repairs some; the message of each rule says why",
        "pyproject.toml, [tool.ruff.lint]",
    ),
    Check(
        "floors and rooms (import contracts)",
        _tool(
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
        ),
        "import downwards only; to talk upwards, record an event",
        ARCHITECTURE,
    ),
    Check(
        "types",
        _tool("-m", "mypy", "apps", "rsn"),
        "say what a function takes and gives; never silence without a reason",
        "pyproject.toml, [tool.mypy]",
    ),
    Check(
        "templates",
        _tool("-m", "djlint", "templates", "apps", "--lint"),
        "decide in the presenter, show in the template",
        ".djlint_rules.yaml and " + ARCHITECTURE,
    ),
    Check(
        "settings and models (Django's own check)",
        _tool("manage.py", "check", "--fail-level", "WARNING"),
        "each message carries its own advice",
        "rsn/settings.py",
    ),
    Check(
        "migrations",
        _tool("manage.py", "makemigrations", "--check", "--dry-run"),
        "run `.venv/bin/python -m rsn.local run -- python manage.py makemigrations`",
        ARCHITECTURE,
    ),
    Check(
        "translations",
        _translated,
        "run `make messages`, then fill the empty msgstr",
        "locale/fr/LC_MESSAGES/django.po",
    ),
)


def check() -> int:
    """Run every step, whatever fails; 0 when all pass. Raises Trouble without servers."""
    directory = place("dev")
    environment = dict(os.environ) | application_environment(directory, mode="test")
    environment |= keeper.join(directory) | {"DEBUG": "0"}
    screen = Screen()
    failed = []
    # Side by side, told in order: the slowest decides how long it takes.
    with ThreadPoolExecutor() as pool:
        running = [(check, pool.submit(check.outcome, environment)) for check in CHECKS]
        for check, future in running:
            outcome = future.result()
            _tell(screen, check, outcome)
            if not outcome.passed:
                failed.append(check)
    return _conclude(screen, failed)


def _tell(screen: Screen, check: Check, outcome: Outcome) -> None:
    sign, colour = ("✓", "green") if outcome.passed else ("✗", "red")
    time_taken = (f"{outcome.seconds:.1f} s", "dim")
    screen.line(Text.assemble((sign, colour), f" {check.name} ", time_taken))
    if not outcome.passed:
        for line in outcome.said.splitlines():
            screen.line(f"    {line}")


def _conclude(screen: Screen, failed: list[Check]) -> int:
    screen.line()
    if not failed:
        screen.line(f"All {len(CHECKS)} checks pass.")
        return 0
    screen.line(f"{len(failed)} of {len(CHECKS)} checks fail:")
    for check in failed:
        screen.line(f"  ✗ {check.name}: {check.hint}. Read: {check.read}")
    return 1
