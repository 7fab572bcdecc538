"""Locks between programs of one checkout. The kernel drops them with their holder, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def take(path: Path, *, shared: bool = False, wait: bool = True) -> int | None:
    """Lock `path` and return the open descriptor that holds the lock; None if it is not free.

    Closing the descriptor gives the lock back.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(path: Path) -> bool:
    """Whether some program holds the lock `path` for itself alone."""
    descriptor = take(path, shared=True, wait=False)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock `path` during the block, waiting for it first."""
    descriptor = take(path)
    assert descriptor is not None
    try:
        yield
    finally:
        os.close(descriptor)
