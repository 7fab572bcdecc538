"""Grants of a whole space at once, whatever the number of its members: a few statements.

The other half of `grants.py`; both write the projection of roles, and nobody else does.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection

from apps.spaces.grants import RANK, permission_ids, permissions_of
from apps.spaces.models import Circle, CircleUnit, Space
from apps.spaces.models.role import Role
from apps.spaces.models.space import READ

# Of these permissions of the space, `allowed` says which role holds which.
_SURPLUS = """
    DELETE FROM spaces_spacegrant held USING spaces_membership member
    WHERE held.content_object_id = %(space)s AND held.permission_id = ANY(%(changed)s)
      AND member.space_id = held.content_object_id AND member.user_id = held.user_id
      AND NOT EXISTS (
          SELECT 1 FROM unnest(%(permissions)s::bigint[], %(roles)s::text[]) allowed (id, role)
          WHERE allowed.id = held.permission_id AND allowed.role = member.role)
"""
_MISSING = """
    INSERT INTO spaces_spacegrant (user_id, content_object_id, permission_id)
    SELECT member.user_id, member.space_id, allowed.id
    FROM spaces_membership member
    JOIN unnest(%(permissions)s::bigint[], %(roles)s::text[]) allowed (id, role)
        ON allowed.role = member.role
    WHERE member.space_id = %(space)s
    ON CONFLICT DO NOTHING
"""
_SURPLUS_OF_UNITS = """
    DELETE FROM spaces_spaceunitgrant
    WHERE content_object_id = %(space)s AND permission_id = ANY(%(changed)s)
      AND NOT permission_id = ANY(%(of_members)s)
"""
_MISSING_OF_UNITS = """
    INSERT INTO spaces_spaceunitgrant (group_id, content_object_id, permission_id)
    SELECT held.group_id, held.content_object_id, added.id
    FROM spaces_spaceunitgrant held
    CROSS JOIN unnest(%(of_members)s::bigint[]) added (id)
    WHERE held.content_object_id = %(space)s AND held.permission_id = %(read)s
    ON CONFLICT DO NOTHING
"""
_PEOPLE = """
    INSERT INTO spaces_circleperson (circle_id, user_id)
    SELECT %(circle)s, user_id FROM spaces_spacegrant
    WHERE content_object_id = %(space)s AND permission_id = %(read)s
"""
_UNITS = """
    INSERT INTO spaces_circleunit (circle_id, group_id)
    SELECT %(circle)s, group_id FROM spaces_spaceunitgrant
    WHERE content_object_id = %(space)s AND permission_id = %(read)s
"""


def reproject(space: Space, codenames: Collection[str]) -> None:
    """Make what everybody here holds of these permissions what the grid now says.

    The caller holds the space's row, with its new grid. Four statements and one question.
    """
    ids = permission_ids()
    allowed = [
        (ids[name], role)
        for role in RANK
        for name in sorted(permissions_of(role, space.grid) & set(codenames))
    ]
    values: dict[str, Any] = {
        "space": space.pk,
        "changed": [ids[name] for name in codenames],
        "permissions": [pk for pk, _ in allowed],
        "roles": [str(role) for _, role in allowed],
        "of_members": [pk for pk, role in allowed if role == Role.MEMBER],
        "read": ids[READ],
    }
    _run(values, _SURPLUS, _MISSING, _SURPLUS_OF_UNITS, _MISSING_OF_UNITS)


def circle_of(space: Space) -> Circle:
    """Those who read this closed space now, by name and by their units. Three statements.

    The caller holds the space's row.
    """
    circle = Circle.objects.create(space=space, former_kind=space.kind)
    values = {"circle": circle.pk, "space": space.pk, "read": permission_ids()[READ]}
    _run(values, _PEOPLE, _UNITS)
    return circle


def leave_circles(space: Space, *, group_id: int) -> None:
    """A unit that reads the space no more keeps nothing of what was said before an opening."""
    CircleUnit.objects.filter(circle__space=space, group=group_id).delete()


def _run(values: dict[str, Any], *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
