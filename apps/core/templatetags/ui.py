"""Tags every template may use without loading them."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from apps.core.frames import place
from apps.core.parts import mark
from apps.core.remembered import remembered

register = template.Library()


@register.simple_tag
def slot(*name: object) -> SafeString:
    """A value that depends on who reads, filled in after the cache; see apps/core/parts.py."""
    return mark_safe(mark("slot", "".join(map(str, name))))  # noqa: S308


@register.simple_tag
def theme_url() -> str:
    """The stylesheet of the organisation's colour, by version; empty where it has the product's."""
    if not settings.RSN_ACCENT:
        return ""
    return f"{reverse('theme')}?{urlencode({'v': settings.RSN_ACCENT})}"


@register.simple_tag(takes_context=True, name="remembered")
def remembered_tag(context: template.Context, name: str, **arguments: Any) -> SafeString:
    """`{% remembered "components/rail.html" shell=shell %}`: an include that is rendered once."""
    return remembered(name, str(context.get("csrf_token", "")), **arguments)


class WhenNode(template.Node):
    def __init__(self, name: list[Any], nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        name = "".join(str(part.resolve(context)) for part in self.name)
        inner = self.nodelist.render(context)
        return mark_safe(mark("when", name) + inner + mark("end", ""))  # noqa: S308


@register.tag
def when(parser: Parser, token: Token) -> WhenNode:
    """`{% when "fact" %}…{% endwhen %}`: for readers for whom the fact holds; "-fact" negates."""
    name = [parser.compile_filter(part) for part in token.split_contents()[1:]]
    if not name:
        raise template.TemplateSyntaxError("{% when %} needs the name of a fact")
    nodelist = parser.parse(("endwhen",))
    parser.delete_first_token()
    return WhenNode(name, nodelist)


class EachTimeNode(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        return place(self.nodelist, context)


@register.tag
def each_time(parser: Parser, token: Token) -> EachTimeNode:
    """`{% each_time %}…{% endeach_time %}`: not in the frame of a page (apps/core/frames.py)."""
    nodelist = parser.parse(("endeach_time",))
    parser.delete_first_token()
    return EachTimeNode(nodelist)
