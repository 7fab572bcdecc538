"""What an approved access promised is kept, and the book of administrators is append-only."""

from django.db import migrations

KEPT = """
CREATE FUNCTION oversight_access_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an exceptional access is not deleted'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'waiting' AND (
        NEW.state <> OLD.state
        OR NEW.asker_id <> OLD.asker_id
        OR NEW.answered_by_id IS DISTINCT FROM OLD.answered_by_id
        OR NEW.answered_at IS DISTINCT FROM OLD.answered_at
        OR NEW.address <> OLD.address
        OR NEW.reason <> OLD.reason
        OR NEW.text <> OLD.text
        OR NEW.hours <> OLD.hours
    ) THEN
        RAISE EXCEPTION 'an answered access is not rewritten'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = 'approved' AND (
        NEW.tell_at IS NULL OR NEW.tell_at > OLD.tell_at
        OR NEW.expires_at IS NULL OR NEW.expires_at > OLD.expires_at
        OR (NEW.space_id IS NOT NULL AND NEW.space_id IS DISTINCT FROM OLD.space_id)
        OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
    ) THEN
        RAISE EXCEPTION 'an approved access ends and is told no later than was said'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER access_keeps_its_word BEFORE UPDATE OR DELETE ON oversight_access
    FOR EACH ROW EXECUTE FUNCTION oversight_access_keeps_its_word();
"""
NOT_KEPT = """
DROP TRIGGER access_keeps_its_word ON oversight_access;
DROP FUNCTION oversight_access_keeps_its_word();
"""
APPEND_ONLY = """
CREATE FUNCTION oversight_book_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the book of administrators is append-only'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER book_is_append_only BEFORE UPDATE OR DELETE ON oversight_administrationentry
    FOR EACH ROW EXECUTE FUNCTION oversight_book_is_append_only();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER book_is_append_only ON oversight_administrationentry;
DROP FUNCTION oversight_book_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_access_and_book")]
    operations = [
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
