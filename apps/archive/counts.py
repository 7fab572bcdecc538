"""Counts kept on posts and comments, made equal to the rows they count. In bulk, for imports."""

from collections.abc import Iterable

from django.db import connection

from apps.posts.models import Comment, CommentReaction, Post, PostReaction

POSTS, COMMENTS = Post._meta.db_table, Comment._meta.db_table


def recount_comments(post_ids: Iterable[int]) -> None:
    """One statement; each card's version moves on."""
    _execute(
        f"""
        UPDATE {POSTS} SET version = version + 1, comments_count = (
            SELECT count(*) FROM {COMMENTS}
            WHERE post_id = {POSTS}.id AND {COMMENTS}.withdrawn_at IS NULL
        )
        WHERE id = ANY(%s)
        """,  # noqa: S608 - names of our own tables
        post_ids,
    )


def recount_reactions(model: type[PostReaction | CommentReaction], ids: Iterable[int]) -> None:
    """`ids` are posts or comments, as `model` says."""
    target = f"{model.TARGET}_id"
    said = POSTS if model is PostReaction else COMMENTS
    version = ", version = version + 1" if model is PostReaction else ""
    _execute(
        f"""
        UPDATE {said} SET reaction_counts = (
            SELECT coalesce(jsonb_object_agg(kind, n), '{{}}') FROM (
                SELECT kind, count(*) AS n FROM {model._meta.db_table}
                WHERE {target} = {said}.id GROUP BY kind
            ) AS kinds
        ) {version}
        WHERE id = ANY(%s)
        """,  # noqa: S608 - names of our own tables
        ids,
    )


def renew_cards_of(comment_ids: Iterable[int]) -> None:
    """Move on the version of the posts these comments belong to: cards show the last of them."""
    _execute(
        f"""
        UPDATE {POSTS} SET version = version + 1
        WHERE id IN (SELECT post_id FROM {COMMENTS} WHERE id = ANY(%s))
        """,  # noqa: S608 - names of our own tables
        comment_ids,
    )


def _execute(statement: str, ids: Iterable[int]) -> None:
    if ids := list(ids):
        with connection.cursor() as cursor:
            cursor.execute(statement, [ids])
