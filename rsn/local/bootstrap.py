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

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, ".ready")
PRIVATE = os.path.join(ROOT, "var", "bootstrap")
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
        os.makedirs(PRIVATE, exist_ok=True)
        lock = open(os.path.join(PRIVATE, "lock"), "w")
    except OSError as error:
        stop(f"The directory var/ cannot be written to ({error.strerror}).")
    fcntl.flock(lock, fcntl.LOCK_EX)
    if is_ready():  # another `make` did it while we waited
        return
    if not os.path.exists(VENV_PYTHON) and shutil.disk_usage(ROOT).free < ROOM:
        stop(f"The disk is too full: installing the packages needs {ROOM // 2**20} MB.")
    print("Installing the packages of uv.lock into .venv (once).", flush=True)
    install()
    with open(STAMP, "w") as stamp:
        stamp.write(fingerprint())


def is_ready() -> bool:
    try:
        with open(STAMP) as stamp:
            return stamp.read() == fingerprint() and os.path.exists(VENV_PYTHON)
    except OSError:
        return False


def fingerprint() -> str:
    # The place too: the programs inside a virtual environment do not survive a move.
    with open(os.path.join(ROOT, "uv.lock"), "rb") as lock:
        content = lock.read()
    return hashlib.sha256(content + ROOT.encode() + sys.version.encode()).hexdigest()


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
    uv = os.path.join(PRIVATE, "bin", "uv")
    if os.path.exists(uv):
        return uv
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        stop(
            "This Python has no venv module: install it first "
            "(on Debian and Ubuntu: apt-get install python3-venv)."
        )
    pip = [os.path.join(PRIVATE, "bin", "python"), "-m", "pip"]
    made = run([sys.executable, "-m", "venv", PRIVATE])
    if not (made and run([*pip, "install", "--quiet", "uv"])):
        stop(
            "uv, which installs the other packages, could not be installed with pip: "
            "the message above says why."
        )
    return uv


def install_with_pip(uv: str) -> bool:
    wanted = os.path.join(PRIVATE, "requirements.txt")
    pip = [os.path.join(PRIVATE, "bin", "python"), "-m", "pip", "--python", VENV_PYTHON]
    export = [uv, "export", "--frozen", "--quiet", "--no-emit-project", "--output-file", wanted]
    return (
        run(export)
        and run([sys.executable, "-m", "venv", "--without-pip", "--clear", VENV])
        and run([*pip, "install", "--require-hashes", "-r", wanted])
    )


def run(command: list) -> bool:
    environment = dict(os.environ, UV_PROJECT_ENVIRONMENT=VENV, UV_PYTHON_DOWNLOADS="never")
    environment.pop("VIRTUAL_ENV", None)
    try:
        return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0
    except OSError as error:
        print(error, file=sys.stderr)
        return False


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
