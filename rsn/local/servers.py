"""Postgres and Redis together, and the environment that points at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rsn.local.postgres import embedded_postgres
from rsn.local.redis import embedded_redis
from rsn.local.secret import kept_secret


@contextmanager
def embedded_servers(directory: Path, *, durable: bool) -> Iterator[dict[str, str]]:
    """Run both servers under `directory`; gives DATABASE_URL and REDIS_URL.

    Raises Trouble when one cannot start.
    """
    with (
        embedded_postgres(directory / "postgres", durable=durable) as postgres,
        embedded_redis(directory / "redis", durable=durable) as redis,
    ):
        yield {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}


def application_environment(directory: Path, *, mode: str) -> dict[str, str]:
    """Return what the application needs besides the servers; `mode` as RSN_MODE in `rsn/env.py`."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "rsn.settings",
        "RSN_MODE": mode,
        "ORGANISATION_NAME": "Aubrac",  # the company of apps/demo
        "SECRET_KEY": kept_secret(directory / "secret"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "VAR_DIR": str(directory),
    }
    if mode == "demo":
        environment["BREAK_GLASS_APPROVERS"] = "analyst@demo.example"
    return environment
