"""The access journal is append-only, and members hold what the permission grid now names.

A line goes only together with its whole space, within a transaction that has said so:
SELECT set_config('rsn.deleting_space', '<id>', true).
"""

from django.db import migrations

NEW = {"view_members": ("May see who belongs here", "member"),
       "invite_to_space": ("May invite people", "animator")}
HOLDERS = {"member": ["member", "animator", "owner"], "animator": ["animator", "owner"]}

APPEND_ONLY = """
CREATE FUNCTION spaces_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       AND current_setting('rsn.deleting_space', true) = OLD.space_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the access journal is append-only'
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON spaces_journalentry
    FOR EACH ROW EXECUTE FUNCTION spaces_journal_is_append_only();
"""

GRANTS = """
INSERT INTO spaces_spacegrant (user_id, content_object_id, permission_id)
SELECT member.user_id, member.space_id, %s FROM spaces_membership member
WHERE member.role = ANY(%s)
ON CONFLICT DO NOTHING
"""

UNIT_GRANTS = """
INSERT INTO spaces_spaceunitgrant (group_id, content_object_id, permission_id)
SELECT DISTINCT held.group_id, held.content_object_id, %s FROM spaces_spaceunitgrant held
ON CONFLICT DO NOTHING
"""


def hold(apps, schema_editor):
    """Members of today are given the new permissions that their role holds."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    kind, _ = ContentType.objects.get_or_create(app_label="spaces", model="space")
    with schema_editor.connection.cursor() as cursor:
        for codename, (name, least) in NEW.items():
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            cursor.execute(GRANTS, [permission.pk, HOLDERS[least]])
            if least == "member":
                cursor.execute(UNIT_GRANTS, [permission.pk])


class Migration(migrations.Migration):

    dependencies = [
        ("spaces", "0005_confidential_life"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY,
            "DROP TRIGGER journal_is_append_only ON spaces_journalentry;"
            "DROP FUNCTION spaces_journal_is_append_only();",
        ),
        migrations.RunPython(hold, migrations.RunPython.noop),
    ]
