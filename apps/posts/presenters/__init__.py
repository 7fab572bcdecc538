from apps.posts.presenters.cards import CardContent, card_contents
from apps.posts.presenters.comments import CommentContent, ThreadContent, comment_contents, threads
from apps.posts.presenters.overlays import CardRef, Viewer, overlays

__all__ = [
    "CardContent",
    "CardRef",
    "CommentContent",
    "ThreadContent",
    "Viewer",
    "card_contents",
    "comment_contents",
    "overlays",
    "threads",
]
