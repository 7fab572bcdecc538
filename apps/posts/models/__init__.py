from apps.posts.models.comment import Comment, CommentQuerySet
from apps.posts.models.post import Post, PostQuerySet
from apps.posts.models.reaction import CommentReaction, PostReaction, ReactionKind

__all__ = [
    "Comment",
    "CommentQuerySet",
    "CommentReaction",
    "Post",
    "PostQuerySet",
    "PostReaction",
    "ReactionKind",
]
