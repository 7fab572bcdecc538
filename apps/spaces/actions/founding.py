"""A space opened together with the people who make it live from the first day."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from apps.profiles.models import User
from apps.spaces.actions.invitations import invite_person
from apps.spaces.actions.members import Role, add_member
from apps.spaces.actions.spaces import create_space
from apps.spaces.models import Membership, Space


@transaction.atomic
def found_space(
    *, owner: User, animators: Iterable[User] = (), members: Iterable[User] = (), **values: Any
) -> Space:
    """`values` as for `create_space`. Animators are named; members are added, or, where a space is
    confidential, invited: it is theirs to accept. Sent twice with one key, it is done once.
    """
    space = create_space(owner=owner, **values)
    named = {person.pk: person for person in animators if person.pk != owner.pk}
    for person in named.values():
        add_member(actor=owner, space=space, user=person, role=Role.ANIMATOR)
    inside = set(Membership.objects.filter(space=space).values_list("user_id", flat=True))
    for person in {p.pk: p for p in members if p.pk not in inside}.values():
        if space.kind == Space.Kind.CONFIDENTIAL:
            invite_person(actor=owner, space=space, user=person)
        else:
            add_member(actor=owner, space=space, user=person)
    space.refresh_from_db()
    return space
