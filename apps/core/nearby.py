"""A cache for what never changes under its key: this process first, then the common one."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache

# A card cut in parts takes some 6 KB.
KEPT_HERE = 4096


class Nearby:
    """Keys must carry every version their value depends on; nothing is ever invalidated."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._here: dict[str, Any] = {}

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        """What is known of `keys`. At most one request to the common cache."""
        asked = list(keys)
        found = {key: self._here[key] for key in asked if key in self._here}
        missing = [key for key in asked if key not in found]
        if missing:
            fetched = cache.get_many(missing) or {}
            self._keep(fetched)
            found |= fetched
        return found

    def set_many(self, values: Mapping[str, Any]) -> None:
        self._keep(values)
        cache.set_many(dict(values), self._seconds)

    def _keep(self, values: Mapping[str, Any]) -> None:
        # Starting over now and then is cheaper than keeping an order, and as right.
        if len(self._here) + len(values) > KEPT_HERE:
            self._here.clear()
        self._here.update(values)
