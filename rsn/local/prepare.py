"""What must be done before the programs start, and only when something changed."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rsn.local import process, translations
from rsn.local.places import ROOT
from rsn.local.say import Screen
from rsn.local.stamps import Stamp, fingerprint
from rsn.local.trouble import Trouble

POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Step:
    """A `manage.py` command, and the stamp of what its result depends on."""

    title: str
    arguments: tuple[str, ...]
    stamp: Stamp


def prepare(
    directory: Path,
    database: str | None,
    environment: Mapping[str, str],
    screen: Screen,
    heed: Callable[[], None],
) -> None:
    """Compile translations, gather static files, migrate, load the demo company.

    `database` tells our own cluster from any other; None stands for a server of somebody else's,
    of which nothing can be remembered. `heed` is called while a step runs, and may end it by
    raising. Raises Trouble naming the log when a step fails.
    """
    if translations.needs_compiling():
        with screen.step("Translations"):
            translations.compile_all()
    for step in _steps(directory / "done", database):
        if step.stamp.is_current():
            continue
        with screen.step(step.title):
            _manage(step, directory / "log", environment, screen, heed)
        step.stamp.set()


def _steps(done: Path, database: str | None) -> list[Step]:
    lock = ROOT / "uv.lock"
    static = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    static += (ROOT / "apps").glob("*/static/**/*.*")
    migrations = list((ROOT / "apps").glob("*/migrations/*.py"))
    # A fact that never repeats makes a stamp that is never current.
    database = database or str(time.time_ns())
    settings = ROOT / "rsn" / "settings.py"

    def step(name: str, title: str, *arguments: str, print_: str) -> Step:
        return Step(title, arguments, Stamp(done / name, print_))

    return [
        step(
            "static",
            "Static files",
            *("collectstatic", "--no-input", "--clear"),
            print_=fingerprint([*static, lock, settings]),
        ),
        step(
            "migrations",
            "Database",
            *("migrate", "--no-input"),
            print_=fingerprint([*migrations, lock], database),
        ),
        step("company", "The demo company", "load_demo", print_=database),
    ]


def _manage(
    step: Step,
    logs: Path,
    environment: Mapping[str, str],
    screen: Screen,
    heed: Callable[[], None],
) -> None:
    log = logs / f"{step.arguments[0]}.log"
    command = [sys.executable, "manage.py", *step.arguments]
    child = process.spawn(command, log=log, env=environment, cwd=ROOT)
    with ExitStack() as clean_up:
        clean_up.callback(process.stop, child)
        _wait(child, screen, heed)
    if child.returncode != 0:
        raise Trouble(
            f"`manage.py {step.arguments[0]}` failed: {process.last_error(log)} (all of it: {log})"
        )


def _wait(child: subprocess.Popen[bytes], screen: Screen, heed: Callable[[], None]) -> None:
    while child.poll() is None:
        screen.tick()
        heed()
        time.sleep(POLL_SECONDS)
