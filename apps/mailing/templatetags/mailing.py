"""`{% suppressed_notice address %}`: says that an address refuses mail, where it does."""

from typing import Any

from django import template

from apps.mailing.presenters import refusal_of

register = template.Library()


@register.inclusion_tag("mailing/_suppressed.html")
def suppressed_notice(address: str) -> dict[str, Any]:
    return {"refusal": refusal_of(address)}
