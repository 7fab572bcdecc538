"""What belonging costs where spaces and units are large: `python -m bench.access [--small]`.

In the large organisation of `seed_scale`: a space of 50,000 members, a unit of 5,000 people. Each
figure stands next to the same act on a small space or unit, by turns in the same run.
"""

import json
import os
import subprocess
import sys

from rich.console import Console
from rich.table import Table

from bench.databases import FULL, SMALL, join_servers, seeded
from rsn.local import places
from rsn.local.trouble import Trouble


def main() -> int:
    console = Console(width=max(110, Console().width))
    size = SMALL if "--small" in sys.argv else FULL
    busy = os.getloadavg()[0]
    try:
        environment = os.environ | seeded(size, join_servers(), console)
        rows = _measured(environment)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    table = Table(
        title=f"{size.people:,} people, {size.spaces:,} spaces; medians in ms; load {busy:.1f}"
    )
    for column in ("", "small", "large", "ratio", "aim"):
        table.add_column(column, justify="right" if column else "left")
    for row in rows:
        aim = f"≤ {row['aim']:g}" if row["aim"] else ""
        ratio = f"{row['large'] / row['small']:.1f}"
        table.add_row(row["name"], f"{row['small']:.2f}", f"{row['large']:.2f}", ratio, aim)
    console.print(table)
    path = places.place("bench") / "access.json"
    path.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
    return 0


def _measured(environment: dict[str, str]) -> list[dict[str, float]]:
    command = [sys.executable, "-m", "bench.inside_access"]
    done = subprocess.run(
        command, env=environment, cwd=places.ROOT, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise Trouble(done.stderr)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
