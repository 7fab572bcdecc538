"""Lines of the access journal go with their whole space or not at all; TRUNCATE takes none.

What lets a space be deleted with its journal (0006) is said before its lines go; whether the space
went too is asked when the transaction ends.
"""

from django.db import migrations

WITH_ITS_SPACE = """
CREATE FUNCTION spaces_journal_goes_with_its_space() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM spaces_space WHERE id = OLD.space_id) THEN
        RAISE EXCEPTION 'lines of the access journal go only with their space'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER journal_goes_with_its_space AFTER DELETE ON spaces_journalentry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION spaces_journal_goes_with_its_space();
CREATE FUNCTION spaces_journal_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access journal is append-only'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER journal_is_not_emptied BEFORE TRUNCATE ON spaces_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION spaces_journal_is_not_emptied();
"""

NOT_WITH_ITS_SPACE = """
DROP TRIGGER journal_is_not_emptied ON spaces_journalentry;
DROP FUNCTION spaces_journal_is_not_emptied();
DROP TRIGGER journal_goes_with_its_space ON spaces_journalentry;
DROP FUNCTION spaces_journal_goes_with_its_space();
"""


class Migration(migrations.Migration):
    dependencies = [("spaces", "0007_ways_in_that_ended")]
    operations = [migrations.RunSQL(WITH_ITS_SPACE, NOT_WITH_ITS_SPACE)]
