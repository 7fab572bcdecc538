"""What is kept for the readers of before, in SQL: for the questions that are asked of many posts.

The rule is `PostQuerySet.visible_to`; `tests/access` holds these to it.
"""


def not_kept_from(reader: str, post: str = "post") -> str:
    """The condition on a post of a space the reader reads; `reader` is SQL for their id."""
    return f"""({post}.circle_id IS NULL OR {post}.author_id = {reader} OR {post}.circle_id = ANY (
        ARRAY(
            SELECT circle_id FROM spaces_circleperson WHERE user_id = {reader}
            UNION ALL
            SELECT unit.circle_id FROM spaces_circleunit unit
            JOIN profiles_user_groups belongs ON belongs.group_id = unit.group_id
            JOIN spaces_circle circle ON circle.id = unit.circle_id
            WHERE belongs.user_id = {reader} AND NOT EXISTS (
                SELECT 1 FROM spaces_exclusion kept_out
                WHERE kept_out.space_id = circle.space_id AND kept_out.user_id = {reader}
                AND kept_out.ended_at IS NULL
                AND (kept_out.until IS NULL OR kept_out.until > statement_timestamp())))))"""  # noqa: S608 - our own words
