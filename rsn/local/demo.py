"""The whole network on one machine, for trying it: `make demo`."""

import http.client
import json
import os
import shutil
import sys
import time
from pathlib import Path

from rsn.local import locks, obstacles, orphans, ports
from rsn.local.places import ROOT, VAR, place
from rsn.local.postgres import Postgres
from rsn.local.prepare import prepare
from rsn.local.program import Program
from rsn.local.redis import Redis
from rsn.local.say import Screen
from rsn.local.servers import application_environment
from rsn.local.supervisor import Parent, StopAsked, Supervisor
from rsn.local.trouble import Trouble
from rsn.local.welcome import welcome

READY_SECONDS = 60.0
POLL_SECONDS = 0.1


def demo() -> int:
    """Run everything until a signal; 0 when asked to stop. Raises Trouble."""
    parent = Parent()  # before anything else: make may go meanwhile
    directory = place("demo")
    obstacles.ensure_writable(directory)
    mine = locks.take_if_free(directory / "lock")
    if mine is None:
        raise Trouble(_already_running(directory))
    screen = Screen()
    supervisor = Supervisor(directory, screen.line, parent)
    try:
        supervisor.listen()
        _run(directory, screen, supervisor)
    except StopAsked:
        screen.line()
        with screen.step("Stopping everything"):
            supervisor.stop_all()
    finally:
        supervisor.stop_all()
        (directory / "running.json").unlink(missing_ok=True)
    return 0


def reset() -> int:
    """Forget the demo's data. Raises Trouble while the demo runs."""
    directory = VAR / "demo"
    if directory.exists():
        obstacles.ensure_writable(directory)
        if locks.take_if_free(directory / "lock") is None:
            raise Trouble("The demo is running: stop it with Ctrl-C first, then reset it.")
        orphans.end_marked(directory)
        shutil.rmtree(directory)
    print("The demo is forgotten: the next `make demo` starts with a new company.")
    return 0


def _run(directory: Path, screen: Screen, supervisor: Supervisor) -> None:
    orphans.end_marked(directory)  # of a supervisor that was killed
    obstacles.ensure_room(directory)
    port = obstacles.chosen_port()
    address = f"http://{ports.HOST}:{port}"
    (directory / "running.json").write_text(json.dumps({"pid": os.getpid(), "address": address}))
    os.environ[orphans.MARK] = str(directory)
    logs = _fresh_logs(directory)

    environment = dict(os.environ) | application_environment(directory, mode="demo")
    environment |= {
        "DEBUG": "0",
        "PORT": str(port),
        "BASE_URL": address,
        "PYTHONUNBUFFERED": "1",
    }
    postgres = Postgres(directory / "postgres", log=logs / "postgres.log")
    redis = Redis(directory / "redis", log=logs / "redis.log")
    ours = not os.environ.get("DATABASE_URL")
    environment |= _start_servers(postgres, redis, screen, supervisor)
    prepare(directory, postgres.identity if ours else None, environment, screen, supervisor.heed)
    for program in _programs(environment, logs, port):
        supervisor.add(program)
        program.spawn()
    with screen.step("Web, relay, worker and beat"):
        _await_ready(port, screen, supervisor)
    welcome(screen, address)
    while True:
        supervisor.tend()
        time.sleep(POLL_SECONDS)


def _start_servers(
    postgres: Postgres, redis: Redis, screen: Screen, supervisor: Supervisor
) -> dict[str, str]:
    """Start the embedded servers, except where the environment names another one."""
    urls = {}
    server: Postgres | Redis
    for variable, server in (("DATABASE_URL", postgres), ("REDIS_URL", redis)):
        if os.environ.get(variable):
            screen.line(f"  {server.name.capitalize()}: the one that {variable} names")
            continue
        # Under watch first: a start that is interrupted is cleaned up like any other.
        supervisor.add(server)
        with screen.step(f"{server.name.capitalize()}, embedded"):
            server.start()
        urls[variable] = server.url
    return urls


def _programs(environment: dict[str, str], logs: Path, port: int) -> list[Program]:
    celery = [sys.executable, "-m", "celery", "-A", "rsn", "--quiet"]
    worker = ["worker", "--loglevel", "INFO", "--concurrency", "2"]
    # Alone on its broker, it need not ask at start who else is there.
    worker += ["--without-gossip", "--without-mingle"]
    schedule = logs.parent / "beat-schedule"
    web = [
        sys.executable,
        "-m",
        "uvicorn",
        "rsn.asgi:application",
        "--host",
        ports.HOST,
    ]
    web += ["--port", str(port), "--no-access-log", "--timeout-graceful-shutdown", "3"]
    web += ["--ws-per-message-deflate", "false"]
    commands = {
        "web": web,
        "relay": [sys.executable, "manage.py", "relay"],
        "worker": [*celery, *worker],
        "beat": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(schedule)],
    }
    return [
        Program(name, argv, environment, logs / f"{name}.log") for name, argv in commands.items()
    ]


def _await_ready(port: int, screen: Screen, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        status, answer = _ask_ready(port)
        if status == http.client.OK:
            return
        if time.monotonic() > deadline:
            raise Trouble(
                f"The network did not become ready within {READY_SECONDS:.0f} s. "
                f"It says: {answer[:300]}. The logs are in {supervisor.owner / 'log'}."
            )
        screen.tick()
        supervisor.tend()
        time.sleep(POLL_SECONDS)


def _ask_ready(port: int) -> tuple[int, str]:
    connection = http.client.HTTPConnection(ports.HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error)
    finally:
        connection.close()


def _fresh_logs(directory: Path) -> Path:
    """Keep the logs of the last run beside those of this one."""
    logs = directory / "log"
    logs.mkdir(exist_ok=True)
    for old in logs.glob("*.log"):
        old.replace(old.with_suffix(".log.before"))
    return logs


def _already_running(directory: Path) -> str:
    try:
        running = json.loads((directory / "running.json").read_text())
    except (OSError, ValueError):
        return f"The demo of {ROOT} is just starting or stopping in another terminal."
    return (
        f"The demo already runs at {running['address']} (process {running['pid']}): "
        "use that one, or end it with Ctrl-C in its terminal."
    )
