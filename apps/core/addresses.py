"""The path of a page by its name, found once: a list of spaces asks for the same few again."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=16384)
def address(name: str, *arguments: object) -> str:
    """`reverse`, remembered. Raises `NoReverseMatch`."""
    return reverse(name, args=arguments)
