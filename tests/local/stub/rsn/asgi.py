"""Answers /readyz when both servers answer."""

import os
from pathlib import Path
from typing import Any

import psycopg2
import redis

if Path("break-web").exists():
    raise SystemExit("web is broken on purpose")


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] != "http":
        raise NotImplementedError
    psycopg2.connect(os.environ["DATABASE_URL"]).close()
    redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ready"})
