from apps.spaces.presenters.about import AboutPage, about_page
from apps.spaces.presenters.door import ClosedDoor, closed_door
from apps.spaces.presenters.editing import (
    KindChange,
    KindChoice,
    kind_change,
    kind_choices,
)
from apps.spaces.presenters.entering import (
    InvitationRow,
    ReportLine,
    invitation_rows,
    invitations_page,
    report_lines,
    report_of,
    request_row,
    requests_page,
)
from apps.spaces.presenters.exclusions import exclusions_page, my_exclusion_page
from apps.spaces.presenters.header import SpaceHeader, space_header
from apps.spaces.presenters.members import (
    MemberRow,
    MembersPage,
    candidates_for,
    member_row,
    members_page,
)
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
    "InvitationRow",
    "KindChange",
    "KindChoice",
    "MemberRow",
    "MembersPage",
    "ReportLine",
    "SpaceHeader",
    "SpaceOption",
    "SpaceRow",
    "SpacesPage",
    "about_page",
    "candidates_for",
    "closed_door",
    "exclusions_page",
    "invitation_rows",
    "invitations_page",
    "kind_change",
    "kind_choices",
    "member_row",
    "members_page",
    "my_exclusion_page",
    "report_lines",
    "report_of",
    "request_row",
    "requests_page",
    "space_header",
    "space_options",
    "space_row",
    "spaces_page",
]
