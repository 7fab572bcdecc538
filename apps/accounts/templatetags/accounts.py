"""`{% load accounts %}`: for the pages that allauth renders, whose views are not ours."""

import re
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from apps.accounts.permissions import sign_up_is_open
from apps.accounts.presenters import Section, sections

register = template.Library()

BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@register.simple_tag
def settings_sections(path: str) -> list[Section]:
    return sections(path)


@register.filter
def device(user_agent: str) -> str:
    """`"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) … Firefox/140.0"` → `"Firefox, Linux"`."""
    found = [
        next((name for sign, name in known if sign in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    named = ", ".join(name for name in found if name)
    first_word: Any = re.match(r"[\w.-]{1,40}", user_agent)
    return named or (first_word.group() if first_word else _("Unknown device"))


@register.filter
def bare(field: BoundField) -> SafeString:
    """The control without a placeholder that only repeats its label."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def is_choice(field: BoundField) -> bool:
    """Whether it is a box to tick, which stands before its label."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag(name="sign_up_is_open")
def sign_up_is_open_tag() -> bool:
    return sign_up_is_open()
