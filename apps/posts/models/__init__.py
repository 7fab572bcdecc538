from apps.posts.models.comment import Comment, CommentQuerySet
from apps.posts.models.draft import Draft, DraftQuerySet
from apps.posts.models.mention import Mention, MentionQuerySet
from apps.posts.models.post import Post, PostQuerySet
from apps.posts.models.reaction import CommentReaction, PostReaction, ReactionKind

__all__ = [
    "Comment",
    "CommentQuerySet",
    "CommentReaction",
    "Draft",
    "DraftQuerySet",
    "Mention",
    "MentionQuerySet",
    "Post",
    "PostQuerySet",
    "PostReaction",
    "ReactionKind",
]
