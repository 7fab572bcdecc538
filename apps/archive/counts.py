"""Counts kept on posts and comments, made equal to the rows they count. In bulk, for imports."""

from collections.abc import Iterable

from django.db import connection

from apps.posts.models import Comment, CommentReaction, Post, PostReaction

POSTS, COMMENTS = Post._meta.db_table, Comment._meta.db_table


def recount_comments(post_ids: Iterable[int]) -> None:
    """One statement; each card's version moves on."""
    _execute(
        f"""
        UPDATE {POSTS} SET comments_count = counted.n, version = version + 1
        FROM (
            SELECT post_id, count(*) FILTER (WHERE withdrawn_at IS NULL) AS n
            FROM {COMMENTS} WHERE post_id = ANY(%s) GROUP BY post_id
        ) AS counted
        WHERE {POSTS}.id = counted.post_id
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
        UPDATE {said} SET reaction_counts = counted.by_kind {version}
        FROM (
            SELECT {target}, jsonb_object_agg(kind, n) AS by_kind
            FROM (
                SELECT {target}, kind, count(*) AS n
                FROM {model._meta.db_table} WHERE {target} = ANY(%s) GROUP BY {target}, kind
            ) AS kinds
            GROUP BY {target}
        ) AS counted
        WHERE {said}.id = counted.{target}
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
