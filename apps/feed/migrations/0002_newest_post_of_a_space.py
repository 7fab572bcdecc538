"""When something was last written in each space, kept by Postgres with every post.

One statement's posts are noted together, space by space in order, so that two who write many posts
at once do not wait for each other in a circle. The row is locked until the transaction ends: next
to what else posting does, the next one into the same space waits some milliseconds.
"""

import django.db.models.deletion
from django.db import migrations, models

NOTE = """
CREATE FUNCTION feed_note_newest_posts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feed_newestpost AS known (space_id, published_at)
    SELECT space_id, max(published_at) FROM written GROUP BY space_id ORDER BY space_id
    ON CONFLICT (space_id) DO UPDATE SET published_at = excluded.published_at
    WHERE known.published_at < excluded.published_at;
    RETURN NULL;
END
$$;
CREATE FUNCTION feed_note_moved_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO feed_newestpost AS known (space_id, published_at)
    VALUES (NEW.space_id, NEW.published_at)
    ON CONFLICT (space_id) DO UPDATE SET published_at = excluded.published_at
    WHERE known.published_at < excluded.published_at;
    RETURN NULL;
END
$$;
CREATE TRIGGER note_newest_posts AFTER INSERT ON posts_post
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION feed_note_newest_posts();
CREATE TRIGGER note_moved_post AFTER UPDATE OF space_id, published_at ON posts_post
    FOR EACH ROW
    WHEN (OLD.space_id <> NEW.space_id OR OLD.published_at < NEW.published_at)
    EXECUTE FUNCTION feed_note_moved_post();
ALTER TABLE feed_newestpost SET (fillfactor = 70);
"""

FORGET = """
DROP TRIGGER note_moved_post ON posts_post;
DROP TRIGGER note_newest_posts ON posts_post;
DROP FUNCTION feed_note_moved_post();
DROP FUNCTION feed_note_newest_posts();
"""

UNTIL_NOW = """
INSERT INTO feed_newestpost (space_id, published_at)
SELECT space_id, max(published_at) FROM posts_post GROUP BY space_id ORDER BY space_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0001_initial"),
        ("posts", "0001_initial"),
        ("spaces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NewestPost",
            fields=[
                (
                    "space",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="spaces.space",
                    ),
                ),
                ("published_at", models.DateTimeField()),
            ],
        ),
        # Posts written while this runs wait for the trigger, hence are in one or the other.
        migrations.RunSQL(NOTE, FORGET),
        migrations.RunSQL(UNTIL_NOW, migrations.RunSQL.noop),
    ]
