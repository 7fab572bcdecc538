"""Exceptional access in force in a space: known to a floor above, which says here how to ask it.

Spaces may not import who opens them by exception; their members are told all the same, in the
head of the space and wherever it is said who can read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from apps.spaces.models import Space


class Reason(models.TextChoices):
    """Why it may be asked for: a closed list."""

    LEGAL = "legal", gettext_lazy("Legal request")
    SAFETY = "safety", gettext_lazy("Safety of a person")
    SECURITY = "security", gettext_lazy("Security incident")
    DPO = "dpo", gettext_lazy("Request of the data protection officer")
    SUCCESSION = "succession", gettext_lazy("Succession: the last owner is gone")


@dataclass(frozen=True, slots=True)
class ExceptionalAccess:
    """Somebody reads this space for a few hours who is not of it. `reason` is in words."""

    reader: str
    approver: str
    reason: str
    until: datetime

    @property
    def sentence(self) -> str:
        end = localtime(self.until)
        return _(
            "%(reader)s may read this space by exceptional access until %(time)s on %(day)s. "
            "Reason: %(reason)s. Approved by %(approver)s."
        ) % {
            "reader": self.reader,
            "time": time_format(end, "H:i"),
            "day": date_format(end, "j F"),
            "reason": self.reason,
            "approver": self.approver,
        }


ExceptionalSource = Callable[[Space], list[ExceptionalAccess]]

_sources: list[ExceptionalSource] = []


def answer_exceptional(source: ExceptionalSource) -> ExceptionalSource:
    """Have `source(space)` say which accesses are in force and may be told. One query."""
    if source not in _sources:
        _sources.append(source)
    return source


def exceptional_access(space: Space) -> list[ExceptionalAccess]:
    """Those in force now that members are told of; none, and no query, in an open space."""
    if space.kind == Space.Kind.OPEN:
        return []
    return [access for source in _sources for access in source(space)]
