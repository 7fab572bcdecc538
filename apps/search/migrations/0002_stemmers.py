from django.db import migrations

# Postgres' own stemmers without its lists of stop words, which are written with accents and hold
# words that people do look for. Ours are in apps/search/language.py.
STEMMERS = {"search_french": "french", "search_english": "english"}


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = snowball, LANGUAGE = {language})",
            f"DROP TEXT SEARCH DICTIONARY {name}",
        )
        for name, language in STEMMERS.items()
    ]
