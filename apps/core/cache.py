from typing import Any

from django_redis.cache import RedisCache


class ForgivingCache(RedisCache):
    """A cache that is down is an empty cache, also when something is added to it.

    Otherwise a lock taken through it (allauth's limits on attempts) is never had, and nobody could
    sign in while Redis is away.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        is_added = super().add(*args, **kwargs)
        return True if is_added is None else bool(is_added)
