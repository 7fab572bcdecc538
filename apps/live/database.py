"""Asking the database from the event loop, in threads that keep their connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

T = TypeVar("T")

DOORS = 4  # connections for people arriving and watching

_arriving = ThreadPoolExecutor(DOORS, thread_name_prefix="live-door")
# Its own, so that a thousand reconnecting browsers do not delay the events of everybody.
_streaming = ThreadPoolExecutor(1, thread_name_prefix="live-stream")


async def ask(question: Callable[[], T]) -> T:
    """Run a question about one person in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_arriving, _with_connection, question)


async def ask_for_stream(question: Callable[[], T]) -> T:
    """Run a question that the delivery of events waits for."""
    return await asyncio.get_running_loop().run_in_executor(_streaming, _with_connection, question)


def _with_connection(question: Callable[[], T]) -> T:
    """A connection that Postgres closed meanwhile is opened anew, once."""
    close_old_connections()
    try:
        return question()
    except (OperationalError, InterfaceError):
        connection.close()
        return question()
    finally:
        close_old_connections()
