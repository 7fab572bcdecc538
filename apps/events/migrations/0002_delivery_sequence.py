from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE events_delivery_number AS bigint",
            "DROP SEQUENCE events_delivery_number",
        )
    ]
