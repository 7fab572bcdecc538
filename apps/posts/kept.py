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
            WHERE belongs.user_id = {reader})))"""  # noqa: S608 - our own words
