"""Is this container's program well? Asked by Docker; standard library only, no Django to load.

    probe.py page HOST:PORT PATH     it answers 200
    probe.py part HOST:PORT NAME     /readyz says that this part is ok
    probe.py fresh FILE SECONDS      the file was written to in the last SECONDS

Ends with 0 when it is, with 1 and one sentence when it is not.
"""

import json
import os
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

TIMEOUT = 5  # seconds


def page(address: str, path: str) -> str:
    """What is wrong with a page; empty when it answers 200."""
    status, _ = _get(address, path)
    return "" if status == 200 else f"{address}{path} answered {status}"


def part(address: str, name: str) -> str:
    """What is wrong with one part of the installation, in the words of /readyz."""
    _, body = _get(address, "/readyz")
    found = json.loads(body)["parts"][name]
    return "" if found["ok"] else f"{name}: {found['why']}"


def fresh(file: str, seconds: str) -> str:
    """What is wrong with a file that a living program keeps writing to."""
    # The storage of beat may add an ending of its own.
    versions = list(Path(file).parent.glob(f"{Path(file).name}*"))
    if not versions:
        return f"{file} does not exist"
    age = time.time() - max(version.stat().st_mtime for version in versions)
    return "" if age < float(seconds) else f"{file} was last written to {age:.0f} s ago"


def _get(address: str, path: str) -> tuple[int, bytes]:
    # As the proxy would ask: by a name that is served, for a page that came through https.
    name = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    connection = HTTPConnection(address, timeout=TIMEOUT)
    try:
        connection.request("GET", path, headers={"Host": name, "X-Forwarded-Proto": "https"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def main(arguments: list[str]) -> str:
    match arguments:
        case ["page", address, path]:
            return page(address, path)
        case ["part", address, name]:
            return part(address, name)
        case ["fresh", file, seconds]:
            return fresh(file, seconds)
    return f"not understood: {' '.join(arguments)}\n{__doc__}"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]) or 0)
    except (OSError, HTTPException, ValueError, KeyError) as error:
        sys.exit(f"{' '.join(sys.argv[1:])}: {error!r}")
