"""Make `.venv` hold exactly what uv.lock says, with nothing but a Python of the system.

Run as `python3 -I rsn/local/bootstrap.py`, before any package exists: only the standard library,
and only what an old Python can parse, so that it can say that it is too old.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".ready"
PRIVATE = ROOT / "var" / "bootstrap"
OLDEST = (3, 11)
ROOM = 1500 * 2**20  # bytes: .venv and the downloads it is unpacked from


def main() -> None:
    if sys.version_info < OLDEST:
        wanted, found = (".".join(map(str, it[:2])) for it in (OLDEST, sys.version_info))
        stop(
            f"Python {wanted} or newer is needed and {sys.executable} is Python {found}: install "
            "a newer one, or name it with `make PYTHON=python3.12 ...`."
        )
    if is_ready():
        return
    try:
        PRIVATE.mkdir(parents=True, exist_ok=True)
        lock = os.open(str(PRIVATE / "lock"), os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        stop(f"The directory var/ cannot be written to ({error.strerror}).")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if is_ready():  # another `make` did it while we waited
        return
    if not VENV_PYTHON.exists() and shutil.disk_usage(str(ROOT)).free < ROOM:
        stop(f"The disk is too full: installing the packages needs {ROOM // 2**20} MB.")
    print("Installing the packages of uv.lock into .venv (once).", flush=True)
    install()
    STAMP.write_text(fingerprint())


def is_ready() -> bool:
    try:
        return STAMP.read_text() == fingerprint() and VENV_PYTHON.exists()
    except OSError:
        return False


def fingerprint() -> str:
    # The place too: the programs inside a virtual environment do not survive a move.
    content = (ROOT / "uv.lock").read_bytes()
    return hashlib.sha256(content + str(ROOT).encode() + sys.version.encode()).hexdigest()


def install() -> None:
    # uv on PATH may be too old for this lock file: then ours is tried.
    for find in (uv_on_path, private_uv):
        uv = find()
        if uv and run([uv, "sync", "--frozen", "--python", sys.executable]):
            return
    # uv asks the registry recorded in the lock file; pip asks the one this machine is set up for.
    print("Trying again through pip.", flush=True)
    if not install_with_pip(private_uv()):
        stop(
            "The packages could not be installed: the messages above say why "
            "(usually the network, or a package registry that pip is not configured for)."
        )


def uv_on_path() -> str:
    return shutil.which("uv") or ""


def private_uv() -> str:
    uv = PRIVATE / "bin" / "uv"
    if uv.exists():
        return str(uv)
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        stop(
            "This Python has no venv module: install it first "
            "(on Debian and Ubuntu: apt-get install python3-venv)."
        )
    pip = [str(PRIVATE / "bin" / "python"), "-m", "pip"]
    made = run([sys.executable, "-m", "venv", str(PRIVATE)])
    if not (made and run([*pip, "install", "--quiet", "uv"])):
        stop(
            "uv, which installs the other packages, could not be installed with pip: "
            "the message above says why."
        )
    return str(uv)


def install_with_pip(uv: str) -> bool:
    wanted = str(PRIVATE / "requirements.txt")
    pip = [str(PRIVATE / "bin" / "python"), "-m", "pip", "--python", str(VENV_PYTHON)]
    export = [
        uv,
        "export",
        "--frozen",
        "--quiet",
        "--no-emit-project",
        "--output-file",
        wanted,
    ]
    return (
        run(export)
        and run([sys.executable, "-m", "venv", "--without-pip", "--clear", str(VENV)])
        and run([*pip, "install", "--require-hashes", "-r", wanted])
    )


def run(command: "list[str]") -> bool:
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=str(VENV), UV_PYTHON_DOWNLOADS="never")
    # Once, as pip does: otherwise each start compiles again where Python may not write what it
    # compiled (PYTHONDONTWRITEBYTECODE, a checkout of somebody else's), and takes twice as long.
    environment["UV_COMPILE_BYTECODE"] = "1"
    environment.pop("VIRTUAL_ENV", None)
    try:
        return subprocess.run(command, cwd=str(ROOT), env=environment, check=False).returncode == 0
    except OSError as error:
        print(error, file=sys.stderr)
        return False


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
