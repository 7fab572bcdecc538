from apps.spaces.actions.follows import follow_space, unfollow_space
from apps.spaces.actions.members import (
    add_member,
    change_role,
    join_space,
    leave_space,
    recount_members,
    remove_member,
)
from apps.spaces.actions.spaces import (
    allow_content_in_mail,
    archive_space,
    change_kind,
    create_space,
    edit_space,
    open_person_page,
    restore_space,
)

__all__ = [
    "add_member",
    "allow_content_in_mail",
    "archive_space",
    "change_kind",
    "change_role",
    "create_space",
    "edit_space",
    "follow_space",
    "join_space",
    "leave_space",
    "open_person_page",
    "recount_members",
    "remove_member",
    "restore_space",
    "unfollow_space",
]
