"""Pages whose frame is the same from one person to the next: made once, filled for each.

A template says with `{% each_time %}…{% endeach_time %}` what belongs to this one answer. All the
rest is rendered once a process, from the arguments of the frame and from nothing else: the person,
the request and what was found for them do not exist there, so a frame cannot carry one person's
page to another. What is missed outside of the marks is missing for everybody, which tests notice.
"""

from collections.abc import Hashable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.base import NodeList
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from apps.core.parts import Overlay, Parts, fill, mark, render_parts

# Some 40 KB each.
KEPT_FRAMES = 64

# What is left open in the frame that is being made.
_open: ContextVar[dict[str, NodeList] | None] = ContextVar("open_places", default=None)


@dataclass(frozen=True, slots=True)
class Frame:
    """`places`: what is rendered each time, by the name of its slot in `parts`."""

    template: Template
    parts: Parts
    places: Mapping[str, NodeList]


def render_framed(
    request: HttpRequest, name: str, *, frame: dict[str, Hashable], context: dict[str, Any]
) -> HttpResponse:
    """The page `name`. `frame` is what its frame depends on; each time, the request's context and
    `context` are there besides. Raises `TypeError` for a part of `frame` that is not hashable."""
    kept = _frame(name, get_language(), tuple(frame.items()))
    # `make_context`, so that these come before what the context processors say.
    whole = make_context(frame | context, request)
    with whole.render_context.push_state(kept.template), whole.bind_template(kept.template):
        values = {place: nodes.render(whole) for place, nodes in kept.places.items()}
    return HttpResponse(fill(kept.parts, Overlay(values=values)))


def place(nodes: NodeList, context: Context) -> SafeString:
    """What `{% each_time %}` leaves: a place in a frame, its content in any other page."""
    places = _open.get()
    if places is None:
        return nodes.render(context)
    name = f"place{len(places)}"
    places[name] = nodes
    return mark_safe(mark("slot", name))  # noqa: S308 - our own mark


@lru_cache(maxsize=KEPT_FRAMES)
def _frame(name: str, language: str, arguments: tuple[tuple[str, Hashable], ...]) -> Frame:
    del language  # the active one; part of the key
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    places: dict[str, NodeList] = {}
    token = _open.set(places)
    try:
        parts = render_parts(lambda: str(template.render(Context(dict(arguments)))))
    finally:
        _open.reset(token)
    return Frame(template, parts, places)
