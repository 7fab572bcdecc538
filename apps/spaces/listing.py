"""Finding spaces: the list, the members of one, the places one may post in."""

from itertools import chain
from typing import Any

from apps.core.normalise import normalise
from apps.core.pagination import Page, keyset
from apps.profiles.models import User
from apps.spaces.forms import MembersQuestion, SpacesQuestion
from apps.spaces.models import Membership, Space
from apps.spaces.permissions import can_post, standings

PAGE_LENGTH = 30
PICKER_LENGTH = 20
CANDIDATES = 8


def spaces_for(user: Any, question: SpacesQuestion) -> Page[Space]:
    """One page of the spaces whose name `user` may know, by name. One query."""
    spaces = Space.objects.listed_to(user).communities().matching(question.text)
    if question.show == "mine":
        spaces = spaces.filter(memberships__user=user)
    if question.show == "archived":
        spaces = spaces.exclude(archived_at=None)
    elif question.show == "all":
        spaces = spaces.current()
    if question.purpose:
        spaces = spaces.filter(purpose=question.purpose)
    if question.kind:
        spaces = spaces.filter(kind=question.kind)
    return keyset(
        spaces, order={"sort_name": str, "id": int}, cursor=question.cursor, limit=PAGE_LENGTH
    )


def members_of(user: Any, space: Space, question: MembersQuestion) -> Page[Membership]:
    """One page of the members of `space`, by name. One query."""
    members = Membership.objects.visible_to(user).filter(space=space).with_person()
    if question.text:
        members = members.filter(user__in=User.objects.visible_to(user).matching(question.text))
    return keyset(
        members,
        order={"user__sort_name": str, "user_id": int},
        cursor=question.cursor,
        limit=PAGE_LENGTH,
    )


def colleagues_to_add(user: Any, text: str) -> list[User]:
    """The first few people whom `text` finds; nobody before anything is typed."""
    if not normalise(text):
        return []
    return list(User.objects.visible_to(user).with_card().matching(text).by_name()[:CANDIDATES])


def places_to_post(user: Any, text: str) -> list[Space]:
    """Where `user` may post: the built-in places, their spaces, then open ones. Three queries."""
    found = chain(_built_in(user, text), _mine(user, text), _open(user, text))
    spaces = list({space.pk: space for space in found}.values())
    where = standings(user, spaces)
    return [space for space in spaces if can_post(where[space.pk])][:PICKER_LENGTH]


def _built_in(user: Any, text: str) -> list[Space]:
    """The whole company and one's own page: two rows that no search column covers."""
    readable = Space.objects.visible_to(user)
    found = readable.filter(built_in=Space.BuiltIn.EVERYONE) | readable.filter(person=user)
    wanted = normalise(text).split()
    return [
        space
        for space in found.order_by("built_in")
        if all(
            any(word.startswith(start) for word in normalise(space.title).split())
            for start in wanted
        )
    ]


def _mine(user: Any, text: str) -> list[Space]:
    mine = Space.objects.visible_to(user).communities().current().filter(memberships__user=user)
    return list(mine.matching(text).by_name()[:PICKER_LENGTH])


def _open(user: Any, text: str) -> list[Space]:
    """Open spaces come only when looked for: there may be thousands."""
    if not normalise(text):
        return []
    spaces = Space.objects.visible_to(user).communities().current().filter(kind=Space.Kind.OPEN)
    return list(spaces.matching(text).by_name()[:PICKER_LENGTH])
