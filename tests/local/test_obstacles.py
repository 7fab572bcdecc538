"""What is in the way of a start is said in one clear sentence."""

import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from rsn.local import browser, obstacles
from rsn.local.logwatch import LogWatch
from rsn.local.places import ROOT
from rsn.local.trouble import Trouble

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 7 * 2**20))

    with pytest.raises(Trouble, match=r"^The disk is too full: .* has 7 MB left, 400 MB"):
        obstacles.ensure_room(tmp_path)


@pytest.mark.parametrize("text", ["eighty", "0", "-1", "65536", "²"])
def test_a_port_that_is_none(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)

    with pytest.raises(Trouble, match="is not a port"):
        obstacles.chosen_port()


def test_no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(Trouble, match="need Chromium"):
        browser.ensure_chromium()


def _bootstrap(root: Path, *edits: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    source = (ROOT / "rsn" / "local" / "bootstrap.py").read_text()
    for before, after in edits:
        assert before in source
        source = source.replace(before, after)
    script = root / "rsn" / "local" / "bootstrap.py"
    script.parent.mkdir(parents=True)
    script.write_text(source)
    (root / "uv.lock").write_text("version = 1\n")
    command = [sys.executable, "-I", str(script)]
    environment = {"PATH": str(root)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    done = _bootstrap(tmp_path, ("OLDEST = (3, 11)", "OLDEST = (9, 1)"))

    assert done.returncode == 1
    assert done.stderr.startswith("Python 9.1 or newer is needed and ")
    assert done.stderr.count("\n") == 1


def test_a_python_without_venv(tmp_path: Path) -> None:
    done = _bootstrap(tmp_path, ('find_spec("ensurepip")', 'find_spec("no_such_module")'))

    assert done.returncode == 1
    assert done.stderr.startswith("This Python has no venv module")
    assert done.stderr.count("\n") == 1


def test_a_disk_too_full_for_the_packages(tmp_path: Path) -> None:
    done = _bootstrap(tmp_path, ("ROOM = 1500 * 2**20", "ROOM = 2**70"))

    assert done.returncode == 1
    assert done.stderr.startswith("The disk is too full")


def test_errors_of_a_log_are_told_once(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("ERROR of yesterday\n")
    watch = LogWatch("web", log)
    with log.open("a") as file:
        file.write("INFO all is well\nERROR in request 1\nERROR in request 2\n")

    assert [line.split(" (see")[0] for line in watch.new_errors()] == ["web: ERROR in request 1"]
    assert watch.new_errors() == []
