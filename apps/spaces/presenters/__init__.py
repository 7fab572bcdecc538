from apps.spaces.presenters.about import AboutPage, about_page
from apps.spaces.presenters.door import ClosedDoor, closed_door
from apps.spaces.presenters.editing import (
    KindChange,
    KindChoice,
    kind_change,
    kind_choices,
)
from apps.spaces.presenters.header import SpaceHeader, space_header
from apps.spaces.presenters.members import MemberRow, MembersPage, member_row, members_page
from apps.spaces.presenters.rows import (
    SpaceOption,
    SpaceRow,
    SpacesPage,
    space_options,
    space_row,
    spaces_page,
)

__all__ = [
    "AboutPage",
    "ClosedDoor",
    "KindChange",
    "KindChoice",
    "MemberRow",
    "MembersPage",
    "SpaceHeader",
    "SpaceOption",
    "SpaceRow",
    "SpacesPage",
    "about_page",
    "closed_door",
    "kind_change",
    "kind_choices",
    "member_row",
    "members_page",
    "space_header",
    "space_options",
    "space_row",
    "spaces_page",
]
