from apps.posts.presenters.cards import CardContent, card_contents
from apps.posts.presenters.comments import CommentContent, ThreadContent, comment_contents, threads
from apps.posts.presenters.overlays import CardRef, Reading, Viewer, overlays, readings

__all__ = [
    "CardContent",
    "CardRef",
    "CommentContent",
    "Reading",
    "ThreadContent",
    "Viewer",
    "card_contents",
    "comment_contents",
    "overlays",
    "readings",
    "threads",
]
