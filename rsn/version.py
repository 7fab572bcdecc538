"""What this program calls itself."""

import tomllib
from pathlib import Path


def version_of(project: Path) -> str:
    """The version in a `pyproject.toml`; empty where the file was left behind."""
    if not project.is_file():
        return ""
    return str(tomllib.loads(project.read_text())["project"]["version"])
