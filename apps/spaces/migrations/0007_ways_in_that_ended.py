from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spaces", "0006_journal_is_append_only")]

    operations = [
        migrations.AddField(
            model_name="exclusion",
            name="known_as",
            field=models.CharField(default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="invitation",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("withdrawn", "Withdrawn"),
                    ("expired", "Expired"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
