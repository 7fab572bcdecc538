from apps.spaces.actions.deletion import cancel_deletion, delete_due_spaces, plan_deletion
from apps.spaces.actions.exceptional import say_exceptional
from apps.spaces.actions.exclusions import (
    answer_appeal,
    appeal,
    end_exclusion,
    end_old_exclusions,
    exclude_person,
    other_owners,
)
from apps.spaces.actions.follows import follow_space, unfollow_space
from apps.spaces.actions.founding import found_space
from apps.spaces.actions.grid import change_grid, grid_of
from apps.spaces.actions.invitations import (
    Line,
    Outcome,
    accept_invitation,
    decline_invitation,
    end_old_invitations,
    invite_listed,
    invite_person,
    invite_unit,
    withdraw_invitation,
)
from apps.spaces.actions.members import (
    add_member,
    change_role,
    count_member,
    join_space,
    leave_space,
    recount_members,
    remove_member,
)
from apps.spaces.actions.offers import accept_offer, decline_offer, offer_orphans
from apps.spaces.actions.opening import change_kind, openness
from apps.spaces.actions.requests import answer_request, request_access, withdraw_request
from apps.spaces.actions.spaces import (
    allow_content_in_mail,
    archive_space,
    create_space,
    edit_space,
    open_person_page,
    restore_space,
)
from apps.spaces.actions.units import close_to_unit, open_to_unit

__all__ = [
    "Line",
    "Outcome",
    "accept_invitation",
    "accept_offer",
    "add_member",
    "allow_content_in_mail",
    "answer_appeal",
    "answer_request",
    "appeal",
    "archive_space",
    "cancel_deletion",
    "change_grid",
    "change_kind",
    "change_role",
    "close_to_unit",
    "count_member",
    "create_space",
    "decline_invitation",
    "decline_offer",
    "delete_due_spaces",
    "edit_space",
    "end_exclusion",
    "end_old_exclusions",
    "end_old_invitations",
    "exclude_person",
    "follow_space",
    "found_space",
    "grid_of",
    "invite_listed",
    "invite_person",
    "invite_unit",
    "join_space",
    "leave_space",
    "offer_orphans",
    "open_person_page",
    "open_to_unit",
    "openness",
    "other_owners",
    "plan_deletion",
    "recount_members",
    "remove_member",
    "request_access",
    "restore_space",
    "say_exceptional",
    "unfollow_space",
    "withdraw_invitation",
    "withdraw_request",
]
