"""What a gate answers: yes, or no with the sentence a person reads."""

from dataclasses import dataclass
from typing import NoReturn, cast

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Decision:
    """True when allowed; otherwise falsy, with `reason` in the reader's language.

    A lazy reason becomes words only for who is told it.
    """

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


class Refused(PermissionDenied):
    """An action was asked for by someone who may see the object but not do this to it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Allowed = Decision(is_allowed=True)


def Denied(reason: object) -> Decision:  # noqa: N802 - the twin of Allowed
    return Decision(is_allowed=False, reason=cast("str", reason))


def require(decision: Decision) -> None:
    """Let the action go on, or raise `Refused` with the decision's sentence."""
    if not decision:
        refuse(decision.reason)


def refuse(reason: str) -> NoReturn:
    raise Refused(reason)
