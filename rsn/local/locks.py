"""Locks between programs of one checkout; the kernel drops them with their holder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def take(path: Path, *, shared: bool = False) -> int:
    """Lock `path`, waiting for it, and return the open descriptor that holds the lock.

    Closing the descriptor gives the lock back.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    return descriptor


def take_if_free(path: Path, *, shared: bool = False) -> int | None:
    """Lock `path` as `take` does, or return None at once when somebody else holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def is_held(path: Path) -> bool:
    """Whether some program holds the lock `path` for itself alone."""
    descriptor = take_if_free(path, shared=True)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock `path` during the block, waiting for it first."""
    descriptor = take(path)
    try:
        yield
    finally:
        os.close(descriptor)
