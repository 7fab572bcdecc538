"""Every program knows every event."""

import os
import re
import subprocess
import sys
from pathlib import Path

from rsn.local.places import ROOT

KNOWN = "import django; django.setup(); from apps.events.registry import EVENTS; print(*EVENTS)"


def test_a_program_that_only_delivers_knows_every_event():
    written = {
        name
        for module in Path(ROOT, "apps").glob("*/events.py")
        for name in re.findall(r'^    name = "([a-z.-]+)"', module.read_text(), re.MULTILINE)
    }
    assert {"post.created", "session.ended", "access.revoked"} <= written
    answer = subprocess.run(
        [sys.executable, "-c", KNOWN],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "rsn.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert written <= set(answer.stdout.split())
