"""The questions of sources.py in SQL. Put together from our own pieces; values are parameters.

Each starts from `source`: the places, with the moment from which on each is looked at. A place's
newest posts come out of an index (LATERAL), so that the price is that of the places.
"""
# ruff: noqa: S608

from apps.posts.kept import not_kept_from

# A question mark that ends a word, not one inside an address.
QUESTION = r"\?([\s»”\")]|$)"

NOT_KEPT = not_kept_from("%(reader)s")

SOURCE = """
    WITH source (id, since, is_home, is_animated) AS MATERIALIZED (
        SELECT * FROM unnest(
            %(ids)s::bigint[], %(starts)s::timestamptz[], %(homes)s::boolean[],
            %(animated)s::boolean[])
    )
"""
NEWER_POSTS = f"""
    FROM posts_post post
    WHERE post.space_id = source.id AND post.withdrawn_at IS NULL
      AND post.published_at > source.since AND post.published_at <= %(until)s
      AND post.author_id <> %(reader)s AND NOT post.id = ANY (%(told_posts)s::bigint[])
      AND {NOT_KEPT}
"""
NEW = f"""
    {SOURCE}
    SELECT post.id, post.space_id, post.published_at,
        source.is_animated AND post.comments_count = 0
            AND concat_ws(' ', post.title, post.text) ~ %(question)s,
        post.is_announcement, author.is_leader,
        NOT EXISTS (
            SELECT 1 FROM posts_post earlier
            WHERE earlier.author_id = post.author_id AND earlier.withdrawn_at IS NULL
              AND earlier.space_id = post.space_id
              AND (earlier.published_at, earlier.id) < (post.published_at, post.id)),
        post.pinned_at IS NOT NULL
    FROM source
    CROSS JOIN LATERAL (
        SELECT post.id {NEWER_POSTS}
        ORDER BY post.published_at DESC, post.id DESC LIMIT %(examined)s
    ) newest
    JOIN posts_post post ON post.id = newest.id
    JOIN profiles_user author ON author.id = post.author_id
    WHERE source.is_home
"""
COUNTS = f"""
    {SOURCE}
    SELECT source.id, counted.number
    FROM source
    CROSS JOIN LATERAL (
        SELECT count(*) AS number FROM (SELECT 1 {NEWER_POSTS} LIMIT %(counted)s) few
    ) counted
    WHERE source.is_home AND counted.number > 0
"""
NEWER_ANSWERS = f"""
    answer.withdrawn_at IS NULL AND post.withdrawn_at IS NULL AND {NOT_KEPT}
      AND answer.published_at > source.since AND answer.published_at > %(earliest)s
      AND answer.published_at <= %(until)s AND answer.author_id <> %(reader)s
      AND NOT answer.id = ANY (%(told_comments)s::bigint[])
"""
IS_NEW = """
    source.is_home AND post.published_at > source.since AND post.author_id <> %(reader)s
        AND NOT post.id = ANY (%(told_posts)s::bigint[])
"""
NEWEST_ANSWER = "(array_agg(answer.id ORDER BY answer.published_at DESC, answer.id DESC))[1]"
CONVERSATIONS = f"""
    {SOURCE},
    mine (id) AS (
        SELECT id FROM posts_post WHERE author_id = %(reader)s AND withdrawn_at IS NULL
        UNION
        SELECT post_id FROM posts_comment WHERE author_id = %(reader)s AND withdrawn_at IS NULL
    )
    SELECT post.id, post.space_id, {IS_NEW}, max(answer.published_at),
        post.author_id = %(reader)s OR bool_or(parent.author_id = %(reader)s) IS TRUE,
        count(*), {NEWEST_ANSWER}
    FROM mine
    JOIN posts_post post ON post.id = mine.id
    JOIN source ON source.id = post.space_id
    JOIN posts_comment answer ON answer.post_id = post.id
    LEFT JOIN posts_comment parent ON parent.id = answer.parent_id
    WHERE {NEWER_ANSWERS}
    GROUP BY post.id, source.id, source.since, source.is_home
"""
COLLEAGUES = f"""
    {SOURCE}
    SELECT post.id, post.space_id, {IS_NEW}, max(answer.published_at),
        count(DISTINCT answer.author_id), {NEWEST_ANSWER}
    FROM profiles_profile colleague
    JOIN posts_comment answer ON answer.author_id = colleague.user_id
    JOIN posts_post post ON post.id = answer.post_id AND post.author_id <> answer.author_id
    JOIN source ON source.id = post.space_id AND source.is_home
    WHERE colleague.unit_id = %(unit)s AND {NEWER_ANSWERS}
    GROUP BY post.id, source.id, source.since, source.is_home
    HAVING count(DISTINCT answer.author_id) >= %(enough)s
"""
MENTIONS = f"""
    {SOURCE}
    SELECT post.id, post.space_id, {IS_NEW}, mention.mentioned_at, mention.comment_id
    FROM posts_mention mention
    JOIN posts_post post ON post.id = mention.post_id AND post.withdrawn_at IS NULL
    JOIN source ON source.id = post.space_id
    LEFT JOIN posts_comment said ON said.id = mention.comment_id
    WHERE mention.person_id = %(reader)s AND mention.removed_at IS NULL AND {NOT_KEPT}
      AND mention.mentioned_at > source.since AND mention.mentioned_at > %(earliest)s
      AND mention.mentioned_at <= %(until)s
      AND COALESCE(said.author_id, post.author_id) <> %(reader)s AND said.withdrawn_at IS NULL
      AND (mention.comment_id IS NOT NULL OR NOT post.id = ANY (%(told_posts)s::bigint[]))
      AND (mention.comment_id IS NULL
           OR NOT mention.comment_id = ANY (%(told_comments)s::bigint[]))
"""
