from django.db import migrations, models


def leave_out_who_left(apps, schema_editor):
    """The counts already leave them out."""
    membership = apps.get_model("spaces", "Membership")
    membership.objects.filter(user__is_active=False).update(is_counted=False)


class Migration(migrations.Migration):

    dependencies = [
        ('spaces', '0009_exceptional_until'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='is_counted',
            field=models.BooleanField(db_default=True, default=True, editable=False),
        ),
        migrations.RunPython(leave_out_who_left, migrations.RunPython.noop),
    ]
