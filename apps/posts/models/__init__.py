from apps.posts.models.attachment import Attachment, AttachmentQuerySet
from apps.posts.models.comment import Comment, CommentQuerySet
from apps.posts.models.consent import Consent
from apps.posts.models.draft import Draft, DraftQuerySet
from apps.posts.models.grant import PostGrant
from apps.posts.models.guest import Guest
from apps.posts.models.mention import Mention, MentionQuerySet
from apps.posts.models.post import Post, PostQuerySet
from apps.posts.models.reaction import CommentReaction, PostReaction, ReactionKind

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "Comment",
    "CommentQuerySet",
    "CommentReaction",
    "Consent",
    "Draft",
    "DraftQuerySet",
    "Guest",
    "Mention",
    "MentionQuerySet",
    "Post",
    "PostGrant",
    "PostQuerySet",
    "PostReaction",
    "ReactionKind",
]
