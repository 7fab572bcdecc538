"""Colleagues named in a plain field: by name, by e-mail, or by @username, one a line."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from apps.profiles.models import User

MOST = 50
SHOWN = 5
_BETWEEN = re.compile(r"[\n,;]+")


def colleagues_named(user: Any, typed: str) -> list[User]:
    """Raises `ValidationError` with a sentence for each name that is nobody's, or several people's.

    A query a name.
    """
    names = [name for part in _BETWEEN.split(typed) if (name := " ".join(part.split()))]
    if len(names) > MOST:
        raise ValidationError(_("Name at most %(most)s people here.") % {"most": MOST})
    people, problems = [], []
    for name in names:
        found = _named(user, name)
        if len(found) == 1:
            people.append(found[0])
        else:
            problems.append(_problem(name, found))
    if problems:
        raise ValidationError(problems)
    return people


def _named(user: Any, name: str) -> list[User]:
    known = User.objects.visible_to(user).with_card()
    if name.startswith("@"):
        return list(known.filter(username__iexact=name[1:]))
    if "@" in name:
        return list(known.filter(email__iexact=name))
    exact = list(known.filter(display_name__iexact=name)[:SHOWN])
    return exact or list(known.matching(name).by_name()[:SHOWN])


def _problem(name: str, found: list[User]) -> str:
    if not found:
        return _("Nobody answers to “%(name)s”: try the e-mail.") % {"name": name}
    who = ", ".join(f"{person.display_name} (@{person.username})" for person in found)
    return _("Several people answer to “%(name)s”: %(who)s. Type the one with @.") % {
        "name": name,
        "who": who,
    }
