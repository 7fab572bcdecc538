"""People for administrators: found by name, job, or mailbox, also who has left."""

from typing import Any

from django.db.models import Q

from apps.accounts.models import Invitation
from apps.core.pagination import Page, keyset
from apps.oversight.forms import PeopleQuestion
from apps.profiles.models import User, UserQuerySet
from apps.profiles.roles import ROLES

PEOPLE_A_PAGE = 30
UNUSABLE = "!"


def people_found(user: Any, question: PeopleQuestion) -> Page[User]:
    """One page, by name. One query."""
    people = _narrowed(User.objects.administered_by(user).with_card(), question.show)
    if question.text:
        named = Q(pk__in=User.objects.matching(question.text).values("pk"))
        people = people.filter(named | Q(email__icontains=question.text))
    order = {"sort_name": str, "id": int}
    return keyset(people, order=order, cursor=question.cursor, limit=PEOPLE_A_PAGE)


def invitations_waiting() -> list[Invitation]:
    """Links that were sent and not yet followed, the newest first."""
    return list(Invitation.objects.open().order_by("-created_at", "-id")[:50])


def _narrowed(people: UserQuerySet, show: str) -> UserQuerySet:
    if show == "gone":
        return people.filter(is_active=False)
    here = people.filter(is_active=True)
    if show == "waiting":
        return here.filter(password__startswith=UNUSABLE)
    return here.filter(**{show: True}) if show in ROLES else here
