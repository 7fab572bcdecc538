"""What administrators do is kept: in the action's own transaction, by a floor above.

Lower floors act on people, units and settings, and may not import who keeps the book; an action
of an administrator says here what it did, whichever screen it was done from.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeedKind(models.TextChoices):
    PERSON_INVITED = "person_invited", _("Invitation sent")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("Invitation withdrawn")
    PERSON_ADDED = "person_added", _("Person added")
    PERSON_DESCRIBED = "person_described", _("Name, job or unit changed")
    MAILBOX_CHANGED = "mailbox_changed", _("Mailbox changed")
    ROLES_CHANGED = "roles_changed", _("Roles changed")
    PERSON_DEACTIVATED = "person_deactivated", _("Access ended")
    PERSON_REACTIVATED = "person_reactivated", _("Access given back")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    UNIT_CREATED = "unit_created", _("Unit created")
    UNIT_RENAMED = "unit_renamed", _("Unit renamed")
    UNIT_MOVED = "unit_moved", _("Unit moved")
    UNIT_MERGED = "unit_merged", _("Unit merged into another")
    HOURS_CHANGED = "hours_changed", _("Hours of the organisation changed")
    MAIL_RESUMED = "mail_resumed", _("Mail to an address resumed")
    DELIVERIES_RETRIED = "deliveries_retried", _("Failed deliveries tried again")
    GLASS_ASKED = "glass_asked", _("Exceptional access asked for")
    GLASS_ANSWERED = "glass_answered", _("Exceptional access answered")
    GLASS_WITHDRAWN = "glass_withdrawn", _("Request for exceptional access withdrawn")
    GLASS_ENDED = "glass_ended", _("Exceptional access ended early")


@dataclass(frozen=True, slots=True)
class Deed:
    """`person_id` is whom it was done to; `detail` holds ids, enums and names of units."""

    kind: str
    actor_id: int | None
    person_id: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)


Keeper = Callable[[Deed], None]
_keepers: list[Keeper] = []


def keep_deeds(keeper: Keeper) -> Keeper:
    """Have `keeper` write down every deed, in the transaction of the action that tells it."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def deed(kind: str, *, actor: Any, person: Any = None, **detail: Any) -> None:
    """Called by actions, inside their transaction: what is not written did not happen."""
    done = Deed(kind, actor.pk if actor else None, person.pk if person else None, detail)
    for keeper in _keepers:
        keeper(done)
