"""The organisation's tree changes: a unit is added, moved, merged into another.

Who is in a unit's group, and in those above, follows at once. What spaces gave to a unit stays
given to that unit: whoever leaves it loses it, whoever comes gains it.
"""

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.core.decisions import require
from apps.core.deeds import DeedKind, deed
from apps.core.errors import InvalidInput
from apps.core.html import clean_text
from apps.profiles.actions import create_unit
from apps.profiles.models import Profile, Unit, User
from apps.profiles.permissions import can_administer_people
from apps.profiles.searchable import refresh_searchable

# The people %(people)s belong to the groups of their unit, their site, and all above these.
_BELONGING = """
    SELECT profile.user_id, above.group_id
    FROM profiles_profile profile
    JOIN profiles_unit own ON own.id IN (profile.unit_id, profile.site_id)
    JOIN profiles_unit above
         ON above.id = ANY (string_to_array(trim(BOTH '/' FROM own.path), '/')::bigint[])
    WHERE profile.user_id = ANY(%(people)s)
"""
_LEAVE = f"""
    WITH belonging AS MATERIALIZED ({_BELONGING})
    DELETE FROM profiles_user_groups belongs
    WHERE belongs.user_id = ANY(%(people)s)
      AND belongs.group_id IN (SELECT group_id FROM profiles_unit)
      AND NOT EXISTS (
          SELECT FROM belonging
          WHERE belonging.user_id = belongs.user_id AND belonging.group_id = belongs.group_id
      )
"""  # noqa: S608 - constants
_ENTER = f"""
    INSERT INTO profiles_user_groups (user_id, group_id)
    SELECT DISTINCT user_id, group_id FROM ({_BELONGING}) belonging
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - constants


@transaction.atomic
def add_unit(
    *, actor: User, name: str, parent: Unit | None = None, kind: str = Unit.Kind.DEPARTMENT
) -> Unit:
    """Add a node to the tree. Raises `InvalidInput` for a name without words."""
    require(can_administer_people(actor))
    words = _named(name)
    unit = create_unit(name=words, parent=parent, kind=kind)
    deed(DeedKind.UNIT_CREATED, actor=actor, unit=unit.pk, name=unit.name)
    return unit


@transaction.atomic
def move_unit(*, actor: User, unit: Unit, parent: Unit | None) -> list[int]:
    """Put a unit, with all under it, elsewhere; returns the ids of the groups whose people
    changed. Raises `InvalidInput` for a place within itself.
    """
    require(can_administer_people(actor))
    locked, target = _locked(unit), _locked(parent) if parent else None
    if target is not None and target.path.startswith(locked.path):
        raise InvalidInput("parent", _("A unit does not stand under itself."))
    if target is not None and target.kind != locked.kind:
        raise InvalidInput("parent", _("A department stands under a department, a site under one."))
    if (target.pk if target else None) == locked.parent_id:
        return []
    before = locked.ancestor_ids()[:-1]
    _hang(locked, target)
    deed(
        DeedKind.UNIT_MOVED,
        actor=actor,
        unit=unit.pk,
        name=locked.name,
        parent=target.pk if target else None,
        parent_name=target.name if target else "",
    )
    follow_units(_below(locked.path))
    return _groups([*before, *(target.ancestor_ids() if target else [])])


@transaction.atomic
def merge_unit(*, actor: User, unit: Unit, into: Unit) -> list[int]:
    """Everybody of `unit`, and the units under it, go to `into`; returns the ids of the groups
    whose people changed.

    The emptied unit goes, unless a space was opened to it or a journal names it: what was written
    down stays readable. Raises `InvalidInput` for a unit within the other.
    """
    require(can_administer_people(actor))
    left, target = _locked(unit), _locked(into)
    if target.path.startswith(left.path):
        raise InvalidInput("into", _("A unit is not merged into itself, nor into one under it."))
    if target.kind != left.kind:
        raise InvalidInput("into", _("A department is merged into a department, a site into one."))
    before = left.ancestor_ids()
    people = list(_below(left.path))
    for child in left.children.all():
        _hang(_locked(child), target)
    Profile.objects.filter(unit=left).update(unit=target)
    Profile.objects.filter(site=left).update(site=target)
    follow_units(people)
    deed(
        DeedKind.UNIT_MERGED,
        actor=actor,
        unit=left.pk,
        name=left.name,
        into=target.pk,
        into_name=target.name,
    )
    return _groups([*before, *target.ancestor_ids()])


def forget_unit(unit: Unit) -> None:
    """Remove an empty unit. The caller knows that nothing names its group."""
    group = unit.group
    unit.delete()
    group.delete()


def follow_units(people: list[int]) -> None:
    """Have the people of these ids belong to the groups of their units and of all above: two
    statements for any number.
    """
    with connection.cursor() as database:
        database.execute(_LEAVE, {"people": people})
        database.execute(_ENTER, {"people": people})
    refresh_searchable(people)


def _hang(unit: Unit, parent: Unit | None) -> None:
    """Under another parent, with all that is below."""
    before, after = unit.path, f"{parent.path if parent else '/'}{unit.pk}/"
    for below in Unit.objects.filter(path__startswith=before).select_for_update():
        path = after + below.path.removeprefix(before)
        Unit.objects.filter(pk=below.pk).update(path=path)
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.parent, unit.path = parent, after


def _below(path: str) -> list[int]:
    """Ids of the people of a unit and of all under it."""
    inside = Q(unit__path__startswith=path) | Q(site__path__startswith=path)
    return list(Profile.objects.filter(inside).values_list("pk", flat=True))


def _groups(unit_ids: list[int]) -> list[int]:
    return list(Unit.objects.filter(pk__in=unit_ids).values_list("group_id", flat=True))


def _locked(unit: Unit) -> Unit:
    return Unit.objects.select_for_update(of=("self",)).select_related("group").get(pk=unit.pk)


def _named(name: str) -> str:
    words = " ".join(clean_text(name).split())
    if not words:
        raise InvalidInput("name", _("Give the unit a name."))
    return words
