"""Stands for the product's manage.py: notes that it was called, and runs a relay that waits."""

import sys
import time
from pathlib import Path

command = sys.argv[1]
with (Path(__file__).parent / "called").open("a") as log:
    log.write(f"{command}\n")
if command == "relay":
    while True:
        time.sleep(1)
if (Path(__file__).parent / f"break-{command}").exists():
    sys.exit(f"{command} is broken on purpose")
