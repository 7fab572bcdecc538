"""Sockets, and in a small installation pages too: Django's WSGI handler in threads.

Django's own ASGI handler serves nothing: see docs/architecture.md, "Pages".
"""

import gc
import os
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")

PAGE_THREADS = 12  # each keeps a database connection

pages: Any = WSGIMiddleware(cast("Any", get_wsgi_application()), workers=PAGE_THREADS)

from apps.live.endpoint import Live  # noqa: E402 - needs the applications above
from apps.live.wire import PATH  # noqa: E402

live = Live()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Route by protocol: pages by http, the one socket by websocket."""
    match scope["type"]:
        case "http":
            await pages(scope, receive, send)
        case "websocket" if scope["path"] == PATH:
            await live(scope, receive, send)
        case "websocket":
            await send({"type": "websocket.close"})
        case "lifespan":
            await _live_until_shutdown(receive, send)


async def _live_until_shutdown(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await live.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
        # Thousands of sockets are long-lived objects: looking through all of them for garbage in
        # the middle of telling them something costs more than the telling.
        gc.freeze()
        gc.set_threshold(20_000, 50, 100)
        await send({"type": "lifespan.startup.complete"})
