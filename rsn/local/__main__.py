"""`python -m rsn.local COMMAND`: see `--help`."""

import argparse
import os
import sys
from pathlib import Path
from typing import Never

from rsn.local.trouble import Trouble


def main() -> int:
    """Run one command; a Trouble becomes one sentence and exit status 1."""
    given = sys.argv[1:]
    # What follows `test` is pytest's to understand, options first of all.
    parser, rest = _parser(), given[1:] if given[:1] == ["test"] else []
    arguments = parser.parse_args(["test"] if rest else given, argparse.Namespace(rest=rest))
    try:
        status: int = arguments.run(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rsn.local", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, function, says in (
        ("demo", _demo, "the whole network on this machine"),
        ("demo-reset", _demo_reset, "forget the demo's data"),
        ("check", _check, "everything a tool can hold"),
        (
            "messages",
            _messages,
            "bring the French catalogue up to date with the sources",
        ),
        ("compilemessages", _compile_messages, "compile the catalogues that changed"),
        ("icons", _icons, "draw the pictures of the installed application from our SVG"),
    ):
        commands.add_parser(name, help=says, description=says).set_defaults(run=function)

    run = commands.add_parser("run", help="run a command with the servers of var/dev around it")
    run.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    run.set_defaults(run=_run)

    test = commands.add_parser("test", help="run pytest, with a browser, with its own options")
    test.set_defaults(run=_test)

    keep = commands.add_parser("keep", help="(used by run) own the servers it shares")
    keep.add_argument("directory", type=Path)
    keep.set_defaults(run=_keep)
    return parser


# Each command imports what it needs itself: `demo` must not pay for the tools of `check`.


def _demo(_arguments: argparse.Namespace) -> int:
    from rsn.local.demo import demo

    return demo()


def _demo_reset(_arguments: argparse.Namespace) -> int:
    from rsn.local.demo import reset

    return reset()


def _check(_arguments: argparse.Namespace) -> int:
    from rsn.local.gate import check

    return check()


def _messages(_arguments: argparse.Namespace) -> int:
    from rsn.local import extraction, translations

    strings, empty = translations.update(extraction.template())
    print(f"{strings} strings, {empty} without a translation: {translations.FRENCH}")
    return 0


def _compile_messages(_arguments: argparse.Namespace) -> int:
    from rsn.local import translations

    print(f"{translations.compile_all()} catalogues compiled.")
    return 0


def _icons(_arguments: argparse.Namespace) -> int:
    from rsn.local import icons

    for path in icons.draw():
        print(path.relative_to(icons.ROOT))
    return 0


def _run(arguments: argparse.Namespace) -> Never:
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
        os.execvpe(command[0], command, environment)  # noqa: S606 - what the person asked for
    except OSError as error:
        raise Trouble(f"{command[0]} cannot be run: {error.strerror}.") from None


def _test(arguments: argparse.Namespace) -> Never:
    from rsn.local import browser, translations

    os.environ["CHROMIUM"] = browser.ensure_chromium()
    translations.compile_all()
    # A worker a core, each with its own database; browsers and servers wait more than they work.
    command = [sys.executable, "-m", "pytest", "-n", "auto", *arguments.rest]
    os.execv(sys.executable, command)  # noqa: S606 - ourselves, with pytest


def _keep(arguments: argparse.Namespace) -> int:
    from rsn.local import keeper

    keeper.keep(arguments.directory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
