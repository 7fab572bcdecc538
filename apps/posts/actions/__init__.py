from apps.posts.actions.comments import create_comment, edit_comment, withdraw_comment
from apps.posts.actions.consent import (
    agree_to_open,
    agree_to_open_everything,
    take_back_consent,
)
from apps.posts.actions.departure import Words, depart, said_by
from apps.posts.actions.drafts import (
    edit_draft,
    keep_draft,
    publish_draft,
    publish_due_draft,
    throw_draft_away,
    write_post,
)
from apps.posts.actions.files import (
    attach_files,
    remove_forgotten_files,
    renew_cards_of_file,
    throw_file_away,
    upload_file,
)
from apps.posts.actions.guests import (
    end_guest,
    end_guesthood,
    end_needless_guesthood,
    invite_guest,
)
from apps.posts.actions.posts import create_post, edit_post, pin_post, unpin_post, withdraw_post
from apps.posts.actions.reactions import react, take_back_reaction

__all__ = [
    "Words",
    "agree_to_open",
    "agree_to_open_everything",
    "attach_files",
    "create_comment",
    "create_post",
    "depart",
    "edit_comment",
    "edit_draft",
    "edit_post",
    "end_guest",
    "end_guesthood",
    "end_needless_guesthood",
    "invite_guest",
    "keep_draft",
    "pin_post",
    "publish_draft",
    "publish_due_draft",
    "react",
    "remove_forgotten_files",
    "renew_cards_of_file",
    "said_by",
    "take_back_consent",
    "take_back_reaction",
    "throw_draft_away",
    "throw_file_away",
    "unpin_post",
    "upload_file",
    "withdraw_comment",
    "withdraw_post",
    "write_post",
]
