from django.db import migrations


def first(apps, schema_editor):
    apps.get_model("hours", "OrganisationHours").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]

    operations = [migrations.RunPython(first, migrations.RunPython.noop)]
