"""As whom is asked: the measured person, and others who belong to as many spaces.

One person's page asked for again and again would flatter whatever remembers it.
"""

from itertools import islice

from apps.demo.scale import MEASURED
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.models import Membership, Space

SPACES_EACH = 200


def companions(count: int) -> list[User]:
    """The measured person and `count - 1` others, each in some 200 spaces of their own; made once.

    The databases of the bench are its own: nobody is told, no number of members is kept.
    """
    measured = User.objects.get(email=MEASURED)
    others = list(User.objects.active().exclude(pk=measured.pk).order_by("pk")[: count - 1])
    for number, person in enumerate(others):
        missing = SPACES_EACH - person.memberships.count()
        if missing > 0:
            _bring(person, number, missing)
    return [measured, *others]


def _bring(person: User, number: int, missing: int) -> None:
    known = set(person.memberships.values_list("space_id", flat=True))
    spaces = Space.objects.communities().current().filter(kind=Space.Kind.OPEN).order_by("pk")
    apart = max(spaces.count() // (SPACES_EACH * 2), 1)
    chosen = (pk for pk in spaces.values_list("pk", flat=True)[number % apart :: apart])
    memberships = Membership.objects.bulk_create(
        Membership(user=person, space_id=pk)
        for pk in islice((pk for pk in chosen if pk not in known), missing)
    )
    grants.project(memberships)
