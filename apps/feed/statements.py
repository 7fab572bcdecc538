"""The questions of feeds, in SQL. What is left open in braces is filled in by `parts`.

They read from `source`, which comes out of `Space.objects.visible_to`, and only posts that are not
kept from the reader ({mine}: apps/posts/kept.py). Inside LATERAL only columns of the index are
asked for; a plain join to markers or reactions would read all of the person's.
"""
# ruff: noqa: S608

from typing import Any

from apps.posts.kept import not_kept_from
from apps.spaces.grants import HELD

PAGE_SIZE = 20
# How many spaces the rail lists.
LENGTH = 12

# The newest post of one space that the person $1 may read.
HEAD = """
    SELECT post.id, post.published_at FROM posts_post post
    WHERE post.space_id = source.id AND post.withdrawn_at IS NULL AND {mine} {bound}
    ORDER BY post.published_at DESC, post.id DESC LIMIT 1
"""
# The newest posts of all stand in the spaces whose newest post is among the newest: `tops`, out of
# `heads` (id, post_id, published_at). Nothing older than the last of these need be read, once there
# are enough of them.
LATEST = """
    tops AS MATERIALIZED (
        SELECT id, published_at FROM heads WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, post_id DESC LIMIT {limit}
    ),
    latest AS MATERIALIZED (
        SELECT newest.id, tops.id AS space_id, newest.published_at, row_number() OVER (
            ORDER BY newest.published_at DESC, newest.id DESC
        ) AS number
        FROM tops CROSS JOIN LATERAL (
            SELECT post.id, post.published_at FROM posts_post post
            WHERE post.space_id = tops.id AND post.withdrawn_at IS NULL AND {mine} {bound}
              AND post.published_at >= (
                  SELECT CASE WHEN count(*) = {limit} THEN min(published_at) ELSE '-infinity' END
                  FROM tops
              )
            ORDER BY post.published_at DESC, post.id DESC LIMIT {limit}
        ) newest
        ORDER BY newest.published_at DESC, newest.id DESC LIMIT {limit}
    ),
    held AS (
        SELECT granted.space_id, array_agg(granted.codename) AS codenames
        FROM ({held}) granted GROUP BY granted.space_id
    )
"""
CARDS = """
    post.id, post.version, post.author_id, post.space_id, source.version,
    post.published_at, post.published_at > seen.seen_at, reaction.kind,
    source.kind, source.built_in, source.person_id, source.archived_at, held.codenames,
    ARRAY(SELECT jsonb_object_keys(source.grid))
"""
SHOWN = """
    latest
    JOIN posts_post post ON post.id = latest.id
    JOIN source ON source.id = latest.space_id
    LEFT JOIN held ON held.space_id = latest.space_id
    LEFT JOIN LATERAL (
        SELECT given.kind FROM posts_postreaction given
        WHERE given.post_id = latest.id AND given.user_id = $1 LIMIT 1
    ) reaction ON true
    LEFT JOIN LATERAL (
        SELECT marker.seen_at FROM feed_seenmarker marker
        WHERE marker.space_id = latest.space_id AND marker.user_id = $1 LIMIT 1
    ) seen ON true
"""
# In the spaces `source` (with $2 where it names them), before ($3, $4).
NEWEST = f"""
    WITH source (id, version, kind, built_in, person_id, archived_at, grid)
        AS MATERIALIZED ({{source}}),
    heads AS MATERIALIZED (
        SELECT source.id, head.id AS post_id, head.published_at
        FROM source CROSS JOIN LATERAL ({HEAD}) head
    ),
    {LATEST}
    SELECT {CARDS} FROM {SHOWN} ORDER BY latest.number
"""
# Of the person $1, looking into at most $2 spaces of each sort. `is_mine`: what the rail lists.
NEAR = f"""
    WITH own AS MATERIALIZED (
        SELECT one.space_id, bool_or(one.is_mine) AS is_mine FROM (
            SELECT space_id, true AS is_mine FROM spaces_membership WHERE user_id = $1
            UNION ALL
            SELECT id, true FROM spaces_space WHERE built_in = 'everyone'
            UNION ALL
            SELECT space_id, false FROM spaces_follow WHERE user_id = $1
        ) one GROUP BY one.space_id
    ),
    near AS MATERIALIZED (
        SELECT own.space_id, own.is_mine, known.published_at AS bound, row_number() OVER (
            PARTITION BY own.is_mine ORDER BY known.published_at DESC NULLS LAST
        ) AS place
        FROM own LEFT JOIN (
            SELECT space_id, published_at FROM feed_newestpost
            WHERE space_id = ANY (ARRAY(SELECT space_id FROM own))
        ) known ON known.space_id = own.space_id
    ),
    left_out AS MATERIALIZED (
        SELECT count(*) AS spaces, coalesce(max(bound), '-infinity') AS bound
        FROM near WHERE place > $2
    ),
    source (
        id, version, slug, name, sort_name, kind, built_in, person_id, archived_at, grid
    ) AS MATERIALIZED ({{source}}),
    heads AS MATERIALIZED (
        SELECT source.id, source.sort_name, head.id AS post_id, head.published_at,
               near.is_mine AND source.archived_at IS NULL AND source.built_in <> 'person'
               AS is_listed
        FROM source JOIN near ON near.space_id = source.id
        LEFT JOIN LATERAL ({HEAD}) head ON true
    ),
    listed AS MATERIALIZED (
        SELECT heads.id, heads.published_at, row_number() OVER (
            ORDER BY heads.published_at DESC NULLS LAST, heads.sort_name
        ) AS number
        FROM heads WHERE heads.is_listed
        ORDER BY heads.published_at DESC NULLS LAST, heads.sort_name LIMIT {LENGTH}
    )
"""
RAIL_IS_WHOLE = f"""
    (SELECT left_out.spaces = 0 OR (
        SELECT count(*) = {LENGTH} AND bool_and(coalesce(published_at > left_out.bound, false))
        FROM listed
    ) FROM left_out)
"""
FEED_IS_WHOLE = """
    (SELECT left_out.bound = '-infinity' OR (
        SELECT count(*) = {limit} AND min(published_at) > left_out.bound FROM latest
    ) FROM left_out)
"""
LISTED = """
    source.id, source.slug, source.name, source.kind, source.built_in,
    coalesce(others.published_at > seen.seen_at, others.published_at IS NOT NULL)
"""
FROM_LISTED = """
    listed JOIN source ON source.id = listed.id
    LEFT JOIN LATERAL (
        SELECT marker.seen_at FROM feed_seenmarker marker
        WHERE marker.space_id = listed.id AND marker.user_id = $1 LIMIT 1
    ) seen ON true
    LEFT JOIN LATERAL (
        SELECT post.published_at FROM posts_post post
        WHERE post.space_id = listed.id AND post.withdrawn_at IS NULL AND post.author_id <> $1
              AND {mine}
        ORDER BY post.published_at DESC, post.id DESC LIMIT 1
    ) others ON true
"""
RAIL = f"""
    {NEAR} SELECT listed.number, {RAIL_IS_WHOLE}, {LISTED} FROM {FROM_LISTED}
    ORDER BY listed.number
"""
# Posts, and what the rail lists, which has no post; each in its own order.
HOME = f"""
    {NEAR}, {LATEST},
    is_whole (answer) AS MATERIALIZED (SELECT {RAIL_IS_WHOLE} AND {FEED_IS_WHOLE})
    SELECT latest.number, NULL, NULL, NULL, NULL, NULL, NULL, NULL, {CARDS} FROM {SHOWN}
    UNION ALL
    SELECT listed.number, is_whole.answer, {LISTED}, {", ".join(["NULL"] * 14)}
    FROM {FROM_LISTED} CROSS JOIN is_whole
    ORDER BY 1
"""


def parts(bound: str = "") -> dict[str, Any]:
    """What the statements leave open but their source; `bound` is one more condition on posts."""
    held = HELD.format(spaces="ARRAY(SELECT DISTINCT space_id FROM latest)")
    return {"limit": PAGE_SIZE + 1, "held": held, "mine": not_kept_from("$1"), "bound": bound}
