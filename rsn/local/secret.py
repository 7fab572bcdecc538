"""Secrets that are made once and kept beside the data they protect."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from apps.notifications.push.keys import PushKeys, make_keys


def kept_secret(path: Path) -> str:
    """Return the secret in `path`, made on first use, readable by its owner only."""
    return _kept(path, lambda: secrets.token_urlsafe(48))


def kept_push_keys(path: Path) -> PushKeys:
    """The same for the keys of Web Push: other ones would lose every browser that subscribed."""

    def make() -> str:
        made = make_keys()
        return f"{made.public} {made.private}"

    return PushKeys(*_kept(path, make).split())


def _kept(path: Path, make: Callable[[], str]) -> str:
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        kept = ""
    if kept:
        return kept
    made = make()
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    fresh.rename(path)
    return made
