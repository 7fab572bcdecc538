"""Where things live inside a checkout."""

import sys
from importlib.util import find_spec
from pathlib import Path

from rsn.local.trouble import Trouble

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
BIN = Path(sys.executable).parent


def place(name: str) -> Path:
    """Return the directory `var/<name>` of an environment ("demo", "dev", "test"), made if needed.

    It is closed to other accounts' writing, and holds the data, the logs and the secrets.
    """
    path = VAR / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def package_directory(name: str) -> Path:
    """Return where an installed package lies, without importing it (and running what it runs)."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {name} is not installed: run `make venv`.")
    return Path(spec.origin).parent
