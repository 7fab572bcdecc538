"""The Chromium that the browser tests drive."""

import os
import shutil
import subprocess

from rsn.local.trouble import Trouble

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of $CHROMIUM or of a Chromium on PATH; None if there is none."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    return None


def ensure_chromium() -> str:
    """Return the path of a Chromium, installing Debian's when root. Raises Trouble without one."""
    path = find_chromium()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests (apt-get, once).", flush=True)
        _install()
        path = find_chromium()
    if path is None:
        raise Trouble(
            "The browser tests need Chromium: install it (on Debian and Ubuntu: apt-get install "
            "chromium), or set CHROMIUM to the path of one."
        )
    return path


def _install() -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise Trouble(f"Chromium could not be installed: `{' '.join(command)}` says: {last}")
