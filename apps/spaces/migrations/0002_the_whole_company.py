from django.db import migrations


def found(apps, schema_editor):
    Space = apps.get_model("spaces", "Space")
    Space.objects.get_or_create(
        built_in="everyone",
        defaults={
            "slug": "everyone",
            "name": "The whole company",
            "sort_name": "",
            "kind": "open",
            "purpose": "expression",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("spaces", "0001_initial")]

    operations = [migrations.RunPython(found, migrations.RunPython.noop)]
