"""TRUNCATE, which fires no trigger of rows, takes neither the accesses nor the book."""

from typing import ClassVar

from django.db import migrations

REFUSED = """
CREATE FUNCTION oversight_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER access_is_not_emptied BEFORE TRUNCATE ON oversight_access
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_is_not_emptied();
CREATE TRIGGER book_is_not_emptied BEFORE TRUNCATE ON oversight_administrationentry
    FOR EACH STATEMENT EXECUTE FUNCTION oversight_is_not_emptied();
"""
ALLOWED = """
DROP TRIGGER book_is_not_emptied ON oversight_administrationentry;
DROP TRIGGER access_is_not_emptied ON oversight_access;
DROP FUNCTION oversight_is_not_emptied();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("oversight", "0002_kept_words")]
    operations: ClassVar = [migrations.RunSQL(REFUSED, ALLOWED)]
