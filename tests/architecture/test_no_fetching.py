"""What people write makes this server ask no other: no previews, no embeds, no remote pictures.

A server that opens addresses that people give it can be made to open its own. The two places that
do call out are named: push services (which refuse internal addresses), and the malware scanner of
the settings.
"""

import ast
from pathlib import Path

import pytest

APPS = Path(__file__).parents[2] / "apps"
CLIENTS = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "socket", "urllib.request"}
CLIENTS |= {"pywebpush", "telnetlib", "urllib3", "websockets"}
MAY_CALL_OUT = {"notifications/push", "files/scanning.py"}
# Uses the name of this machine and its own pipe.
STAYS_HERE = {"events/relay"}


def clients(tree: ast.AST) -> set[str]:
    """The packages among CLIENTS that this module imports, whatever part of them."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {c for c in CLIENTS if any(n == c or n.startswith(f"{c}.") for n in names)}


def modules() -> list[Path]:
    named = [(path, path.relative_to(APPS).as_posix()) for path in sorted(APPS.rglob("*.py"))]
    return [
        path
        for path, name in named
        if not any(name.startswith(m) for m in MAY_CALL_OUT | STAYS_HERE)
    ]


def test_nothing_else_calls_out():
    found = {str(p.relative_to(APPS)): clients(ast.parse(p.read_text())) for p in modules()}
    assert not {path: names for path, names in found.items() if names}


@pytest.mark.parametrize(
    "line",
    ["import requests", "from urllib.request import urlopen", "from urllib import request"],
)
def test_it_would_be_noticed(line):
    assert clients(ast.parse(line))
