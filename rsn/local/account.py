"""Postgres refuses to run as root: this is the account it runs under when we are root."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rsn.local.trouble import Trouble


@dataclass(frozen=True)
class Account:
    """An unprivileged account, and whether it needs help to reach our directories."""

    name: str
    uid: int
    gid: int
    walled_off: bool

    def own(self, path: Path) -> None:
        """Give a file or directory to the account."""
        os.chown(path, self.uid, self.gid)

    def popen(self) -> dict[str, Any]:
        """Return what `subprocess.Popen` needs to become this account."""
        if self.walled_off:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def command(self, argv: Sequence[str], orphan_signal: signal.Signals) -> list[str]:
        """Return `argv`, wrapped where the account alone could not even find the program.

        A checkout under a closed home (mode 700) is out of reach for another account. Opening
        the home to everyone would be wrong, so the process keeps the one right it needs.
        """
        if not self.walled_off:
            return list(argv)
        become = ["--reuid", str(self.uid), "--regid", str(self.gid), "--clear-groups"]
        rights = ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]
        # Postgres asks access(2) about its own programs, which ignores rights without this.
        rights += ["--securebits", "+no_setuid_fixup"]
        # Changing account drops the leash put on by `spawn`; setpriv can put it on afterwards.
        leash = ["--pdeathsig", orphan_signal.name.removeprefix("SIG")]
        return ["setpriv", *become, *rights, *leash, *argv]


def unprivileged(*paths: Path) -> Account | None:
    """Return the account for a server that will not run as root, None when we are not root.

    `paths` are the files and directories it must be able to reach.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise Trouble(
            "Postgres cannot run as root and this machine has no account called nobody: "
            "run this as an ordinary user."
        ) from None
    walled_off = not all(_reaches(entry, path) for path in paths)
    if walled_off and shutil.which("setpriv") is None:
        raise Trouble(
            "Postgres cannot run as root, and the account nobody cannot reach this directory: "
            "run this as an ordinary user, or move the checkout to a directory open to all."
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, walled_off)


def _reaches(entry: pwd.struct_passwd, path: Path) -> bool:
    test = ["test", "-x" if path.is_dir() else "-r", str(path)]
    become: dict[str, Any] = {
        "user": entry.pw_uid,
        "group": entry.pw_gid,
        "extra_groups": [],
    }
    return subprocess.run(test, check=False, **become).returncode == 0
