"""The Dockerfile, read; and its build stage, done by hand where there is no Docker engine."""

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from rsn.local import bootstrap
from rsn.local.places import ROOT

DOCKERFILE = ROOT / "deploy" / "Dockerfile"
HOME = "/srv/rsn"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.mo")  # as the .dockerignore says


@dataclass(frozen=True)
class Instruction:
    """One instruction with its arguments; `stage` counts the FROM lines from 0."""

    stage: int
    name: str
    value: str


def instructions() -> list[Instruction]:
    """Every instruction in order, continued lines joined, comments gone."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    found: list[Instruction] = []
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, value = line.partition(" ")
        stage = (found[-1].stage if found else -1) + (name == "FROM")
        found.append(Instruction(stage, name, value.strip()))
    return found


def build(directory: Path) -> None:
    """Do the stage `build` in `directory`, which stands for /srv/rsn: its COPY and RUN lines.

    Raises `AssertionError` with what was printed when a line fails.
    """
    lines = instructions()
    stage = next(line.stage for line in lines if line.name == "FROM" and "AS build" in line.value)
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    # Where packages come from is this machine's business, as it is the build host's.
    environment |= {k: v for k, v in os.environ.items() if k.startswith(("UV_", "PIP_", "SSL_"))}
    uv = Path(bootstrap.uv_on_path() or bootstrap.private_uv())
    environment["PATH"] = f"{uv.parent}{os.pathsep}{environment['PATH']}"
    for line in (line for line in lines if line.stage == stage):
        match line.name:
            case "COPY" if "--from=" not in line.value:
                _copy(line.value.split(), directory)
            case "ENV":
                environment |= dict(pair.split("=", 1) for pair in shlex.split(line.value))
            case "RUN":
                _run(line.value.replace(HOME, str(directory)), directory, environment)


def _copy(words: list[str], directory: Path) -> None:
    *sources, target = words
    for source in sources:
        origin, into = ROOT / source, directory / target
        if origin.is_dir():
            shutil.copytree(origin, into, dirs_exist_ok=True, ignore=LEFT_OUT)
            continue
        if target.endswith("/"):
            into.mkdir(parents=True, exist_ok=True)
            into /= origin.name
        shutil.copy2(origin, into)


def _run(command: str, directory: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
