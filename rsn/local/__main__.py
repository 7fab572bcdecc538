"""`python -m rsn.local COMMAND`: see `--help`."""

import argparse
import os
import sys
from pathlib import Path

from rsn.local.trouble import Trouble


def main() -> int:
    """Run one command; a Trouble becomes one sentence and exit status 1."""
    arguments = _parser().parse_args()
    try:
        status: int = arguments.run(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rsn.local", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="run a command with the servers of var/dev around it")
    run.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    run.set_defaults(run=_run)

    keep = commands.add_parser("keep")
    keep.add_argument("directory", type=Path)
    keep.set_defaults(run=_keep)
    return parser


# Each command imports what it needs itself: `demo` must not pay for the tools of `check`.


def _run(arguments: argparse.Namespace) -> int:
    from rsn.local import keeper, places
    from rsn.local.servers import application_environment

    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    if not command:
        raise Trouble("Say what to run: python -m rsn.local run -- python manage.py shell")
    directory = places.place("dev")
    # What is set already wins: DEBUG=0, or the URL of another server.
    environment = application_environment(directory, mode="demo") | {"DEBUG": "1"}
    environment |= keeper.join(directory) | dict(os.environ)
    environment["PATH"] = f"{places.BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    try:
        os.execvpe(command[0], command, environment)
    except OSError as error:
        raise Trouble(f"{command[0]} cannot be run: {error.strerror}.") from None


def _keep(arguments: argparse.Namespace) -> int:
    from rsn.local import keeper

    keeper.keep(arguments.directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
