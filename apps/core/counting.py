"""How often something may happen, counted where it is cheap."""

from django.core.cache import cache

HOUR = 3600
DAY = 24 * HOUR


def at_most(count: int, what: str, who: object, *, seconds: int = HOUR) -> bool:
    """Whether this is among the first `count` since the first of them, `seconds` ago at most.

    Without a cache everything is.
    """
    key = f"at-most.{what}.{who}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) <= count
    except (TypeError, ValueError):
        return True
