"""What a role allows, as django-guardian rows. The only module that writes or asks them.

A unit grant made here gives a unit of the directory a permission in one row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import F, Q

from apps.core.prepared import Statement
from apps.profiles.models import Unit, User
from apps.spaces.models import Membership, Space, SpaceGrant, SpaceUnitGrant
from apps.spaces.models.role import Role

# The least role that holds each permission, where a space says nothing else.
LEAST_ROLE: dict[str, str] = {
    "view_space": Role.MEMBER,
    "post_in_space": Role.MEMBER,
    "comment_in_space": Role.MEMBER,
    "view_members": Role.MEMBER,
    "invite_to_space": Role.ANIMATOR,
    "pin_in_space": Role.ANIMATOR,
    "manage_members": Role.ANIMATOR,
    "change_space": Role.ANIMATOR,
    "delete_space": Role.OWNER,
}
# What a space may choose instead. Reading is never a choice of the grid: it is what belonging is.
CHOICES: dict[str, tuple[str, ...]] = {
    "post_in_space": (Role.MEMBER, Role.ANIMATOR),
    "comment_in_space": (Role.MEMBER, Role.ANIMATOR),
    "invite_to_space": (Role.MEMBER, Role.ANIMATOR, Role.OWNER),
    "pin_in_space": (Role.MEMBER, Role.ANIMATOR, Role.OWNER),
    "view_members": (Role.MEMBER, Role.ANIMATOR),
}
RANK: dict[str, int] = {Role.MEMBER: 0, Role.ANIMATOR: 1, Role.OWNER: 2}


def permissions_of(role: str, grid: Mapping[str, str] | None = None) -> frozenset[str]:
    """Codenames that `role` holds in a space with this grid of departures."""
    least = LEAST_ROLE | dict(grid or {})
    return frozenset(name for name, needed in least.items() if RANK[needed] <= RANK[role])


PERMISSIONS_OF_ROLE: dict[str, frozenset[str]] = {role: permissions_of(role) for role in RANK}


# (space_id, codename), some twice: what the person $1 and their units were granted in `spaces`
# (ids); and `excluded`, which no gate of taking part lets pass. `+ 0` has the person's grants read,
# and not all those on the spaces: a space of thousands has tens of thousands.
HELD = """
    SELECT held.content_object_id AS space_id, permission.codename
    FROM spaces_spacegrant held
    JOIN auth_permission permission ON permission.id = held.permission_id
    WHERE held.user_id = $1 AND held.content_object_id + 0 = ANY({spaces})
    UNION ALL
    SELECT held.content_object_id, permission.codename
    FROM profiles_user_groups belongs
    JOIN spaces_spaceunitgrant held ON held.group_id = belongs.group_id
    JOIN auth_permission permission ON permission.id = held.permission_id
    WHERE belongs.user_id = $1 AND held.content_object_id = ANY({spaces})
    UNION ALL
    SELECT space_id, 'excluded' FROM spaces_exclusion
    WHERE user_id = $1 AND space_id = ANY({spaces})
          AND ended_at IS NULL AND (until IS NULL OR until > now())
"""
HELD_IN = Statement("held_in", lambda: HELD.format(spaces="$2"), "bigint", "bigint[]")


EXCLUDED = frozenset({"excluded"})


def project(memberships: Iterable[Membership]) -> None:
    """Make the grant rows of these members equal what their roles allow. Three to five queries."""
    members = list(memberships)
    grids = dict(
        Space.objects.filter(pk__in={m.space_id for m in members}).values_list("pk", "grid")
    )
    wanted = {
        (m.user_id, m.space_id, codename)
        for m in members
        for codename in permissions_of(m.role, grids[m.space_id])
    }
    pairs = {(user_id, space_id) for user_id, space_id, _ in wanted}
    ids = permission_ids()
    existing = {
        (row.user_id, row.content_object_id, row.permission.codename): row.pk
        for row in SpaceGrant.objects.filter(_around(pairs)).select_related("permission")
        if (row.user_id, row.content_object_id) in pairs
    }
    surplus = [pk for key, pk in existing.items() if key not in wanted]
    if surplus:
        SpaceGrant.objects.filter(pk__in=surplus).delete()
    SpaceGrant.objects.bulk_create(
        [
            SpaceGrant(user_id=user_id, content_object_id=space_id, permission_id=ids[codename])
            for user_id, space_id, codename in sorted(wanted - existing.keys())
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )


def withdraw(*, user: User, space: Space) -> None:
    """End everything this person was granted here by role."""
    SpaceGrant.objects.filter(user=user, content_object=space).delete()


@transaction.atomic
def grant_unit(*, unit: Unit, space: Space, codenames: Iterable[str] | None = None) -> None:
    """Give everyone of `unit`, now and later, what a member holds here, or these codenames.

    The caller has locked the row of the space, as for `withdraw_unit`.
    """
    ids = permission_ids()
    codenames = permissions_of(Role.MEMBER, space.grid) if codenames is None else codenames
    SpaceUnitGrant.objects.bulk_create(
        [
            SpaceUnitGrant(group=unit.group, content_object=space, permission_id=ids[codename])
            for codename in sorted(codenames)
        ],
        ignore_conflicts=True,
    )
    _note_unit_readers(space)


@transaction.atomic
def withdraw_unit(*, unit: Unit, space: Space) -> None:
    SpaceUnitGrant.objects.filter(group=unit.group, content_object=space).delete()
    _note_unit_readers(space)


def holds(user: User, codename: str, space: Space) -> bool:
    """Whether this person, or their unit, was granted `codename` on `space`."""
    return codename in permissions_held(user, [space.pk]).get(space.pk, frozenset())


def permissions_held(user: User, space_ids: Iterable[int]) -> dict[int, set[str]]:
    """Codenames granted to this person or their units, by space. One query for any number."""
    ids = list(space_ids)
    if not (user.is_authenticated and user.is_active and ids):
        return {}
    held: defaultdict[int, set[str]] = defaultdict(set)
    for space_id, codename in HELD_IN.rows(user.pk, ids):
        held[space_id].add(codename)
    # As the read rule has it: whatever was granted, whoever is excluded holds nothing.
    return {pk: names & EXCLUDED or names for pk, names in held.items()}


def permission_ids() -> dict[str, int]:
    """Primary keys of the permissions on spaces, by codename."""
    rows = Permission.objects.filter(
        content_type__app_label="spaces", content_type__model="space", codename__in=LEAST_ROLE
    )
    return dict(rows.values_list("codename", "pk"))


def _around(pairs: set[tuple[int, int]]) -> Q:
    """A cheap condition that holds for all `pairs` and perhaps for a few others."""
    return Q(
        user__in={user_id for user_id, _ in pairs},
        content_object__in={space_id for _, space_id in pairs},
    )


def _note_unit_readers(space: Space) -> None:
    there_are = SpaceUnitGrant.objects.filter(content_object=space).exists()
    changed = Space.objects.filter(pk=space.pk).exclude(has_unit_readers=there_are)
    changed.update(has_unit_readers=there_are, version=F("version") + 1)
    space.has_unit_readers = there_are
