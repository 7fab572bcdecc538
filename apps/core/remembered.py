"""Pieces of a page that depend on their arguments alone, rendered once a process.

What surrounds a page (the rail, the bar, the list of shortcuts) is the same from one page to the
next. Its arguments are frozen, so they are their own cache key: a piece cannot be stale, and one
person's piece answers another's only where every argument, the person included, is equal.
"""

from collections.abc import Hashable
from functools import lru_cache

from django.template import Context
from django.template.loader import get_template
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from apps.core.parts import Overlay, Parts, fill, mark, render_parts

# About 8 KB a piece.
KEPT_PIECES = 1024


def remembered(name: str, csrf_token: str, **arguments: Hashable) -> SafeString:
    """The template `name` with these arguments, `csrf_token` filled in afterwards.

    Raises `TypeError` for an argument that is not hashable, hence could change unseen.
    """
    given = tuple((key, _settled(arguments[key])) for key in sorted(arguments))
    parts = _parts(name, get_language(), given)
    return fill(parts, Overlay(values={"csrf": csrf_token}))


def _settled(argument: Hashable) -> Hashable:
    """A lazy object would keep the request it comes from alive as long as the piece."""
    if isinstance(argument, LazyObject):
        bool(argument)
        return argument._wrapped
    return argument


@lru_cache(maxsize=KEPT_PIECES)
def _parts(name: str, language: str, arguments: tuple[tuple[str, Hashable], ...]) -> Parts:
    del language  # the active one; part of the key
    template = get_template(name).template  # type: ignore[attr-defined]

    def render() -> str:
        slot = SafeString(mark("slot", "csrf"))
        return str(template.render(Context(dict(arguments) | {"csrf_token": slot})))

    return render_parts(render)
