"""HTML rendered once for all readers, with places left for what depends on who reads.

A template marks those places: `{% slot "csrf" %}` for a value, `{% when "mine" %}…{% endwhen %}`
for a piece. `compile_parts` cuts the rendered text at the marks; the cut form is what a cache
keeps, and `fill` joins it for one reader in microseconds. A cached card therefore cannot carry one
person's view to another.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Parts = list[Any]  # str | ("slot", name) | ("when", name, Parts)

# Included templates see no context but their arguments, hence not a template variable.
_nonce: ContextVar[str] = ContextVar("parts_nonce")


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one reader brings: the facts that hold, and the values of the slots (escaped)."""

    facts: frozenset[str] | set[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


def render_parts(render: Callable[[], str]) -> Parts:
    """Render a template that has marks, and cut it. The nonce keeps people's text from marking."""
    nonce = secrets.token_hex(8)
    token = _nonce.set(nonce)
    try:
        return compile_parts(render(), nonce)
    finally:
        _nonce.reset(token)


def mark(kind: str, name: str) -> str:
    """What a tag leaves in the text. Raises `LookupError` outside `render_parts`."""
    return f"\x02{_nonce.get()}:{kind}:{name}\x03"


def compile_parts(text: str, nonce: str) -> Parts:
    """Cut `text` at its marks. Raises `ValueError` when a `when` is not closed."""
    pieces = re.split(rf"\x02{nonce}:(slot|when|end):([\w.:-]*)\x03", text)
    stack: list[Parts] = [[pieces[0]]]
    for kind, name, literal in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if kind == "slot":
            stack[-1].append(("slot", name))
        elif kind == "when":
            inner: Parts = []
            stack[-1].append(("when", name, inner))
            stack.append(inner)
        else:
            stack.pop()
        stack[-1].append(literal)
    if len(stack) != 1:
        raise ValueError("a {% when %} is not closed")
    return stack[0]


class Settled(Parts):
    """Text and slots, and no piece that depends on a fact."""


def settle(parts: Parts, facts: frozenset[str] | set[str]) -> Settled:
    """What remains where these facts hold and no other: text and slots, as few as possible."""
    kept = Settled()
    for part in _chosen(parts, facts):
        if kept and isinstance(part, str) and isinstance(kept[-1], str):
            kept[-1] += part
        else:
            kept.append(part)
    return kept


def fill(parts: Parts, overlay: Overlay) -> SafeString:
    """The HTML for one reader. A slot without a value is empty, a fact not given is false."""
    values = overlay.values
    out = [
        part if isinstance(part, str) else values.get(part[1], "")
        for part in (parts if isinstance(parts, Settled) else _chosen(parts, overlay.facts))
    ]
    return mark_safe("".join(out))  # noqa: S308 - a template's own output, cut and joined


def _chosen(parts: Parts, facts: frozenset[str] | set[str]) -> Iterator[Any]:
    """The texts and slots that stand outside of any `when`, or where it holds."""
    for part in parts:
        if isinstance(part, str) or part[0] == "slot":
            yield part
        elif (part[1] in facts) if part[1][0] != "-" else (part[1][1:] not in facts):
            yield from _chosen(part[2], facts)
