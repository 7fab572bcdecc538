"""Who can do what in a space, as a table that everybody who reads it may see."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.spaces.actions import grid_of
from apps.spaces.forms import GridForm
from apps.spaces.grants import CHOICES, RANK
from apps.spaces.models import Space
from apps.spaces.models.role import Role
from apps.spaces.permissions import can_change_grid, standing
from apps.spaces.presenters.header import SpaceHeader, space_header


@dataclass(frozen=True, slots=True)
class GridChoice:
    role: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """`holders` in words; `choices` is empty where nothing can be chosen."""

    name: str
    label: str
    holders: str
    choices: list[GridChoice]
    error: str = ""


@dataclass(frozen=True, slots=True)
class GridPage:
    """`fixed` are the rows that are the same in every space."""

    space: SpaceHeader
    rows: list[GridRow]
    fixed: list[GridRow]
    may_change: bool


def grid_page(user: Any, space: Space, form: GridForm | None = None) -> GridPage:
    """For `user`, who reads the space. No query besides those of its head."""
    where = standing(user, space)
    chosen = grid_of(space) | ({k: v for k, v in form.data.items() if k in CHOICES} if form else {})
    errors = form.errors if form else {}
    rows = [
        GridRow(
            name=name,
            label=label,
            holders=_holders(space, name, chosen[name]),
            choices=[
                GridChoice(role, _holders(space, name, role), role == chosen[name])
                for role in CHOICES[name]
            ],
            error=" ".join(map(str, errors.get(name, []))),
        )
        for name, label in _labels().items()
    ]
    return GridPage(
        space=space_header(user, space, where),
        rows=rows,
        fixed=_fixed(),
        may_change=bool(can_change_grid(where)),
    )


def _labels() -> dict[str, str]:
    return {
        "post_in_space": _("Post"),
        "comment_in_space": _("Comment and react"),
        "invite_to_space": _("Invite people"),
        "pin_in_space": _("Pin posts and announce"),
        "view_members": _("See the list of members"),
    }


def _fixed() -> list[GridRow]:
    animators, owners = _role_words()[Role.ANIMATOR], _role_words()[Role.OWNER]
    return [
        GridRow("", _("Add and remove members, name animators"), animators, []),
        GridRow("", _("Describe the space otherwise"), animators, []),
        GridRow("", _("Change who reads, archive, export, delete; name owners"), owners, []),
    ]


def _role_words() -> dict[str, str]:
    return {
        Role.MEMBER: _("All members"),
        Role.ANIMATOR: _("Animators and owners"),
        Role.OWNER: _("Owners"),
    }


def _holders(space: Space, name: str, role: str) -> str:
    """In an open space, what no role is asked for is left to every employee."""
    lefts = {"post_in_space", "comment_in_space", "view_members"}
    if space.kind == Space.Kind.OPEN and name in lefts and role == Role.MEMBER:
        return _("Every employee")
    return _role_words()[role] if role in RANK else ""
