from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Refuses: there are no superusers here. See create_administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "There are no superusers here: administrators run the system and read no confidential "
            "space. Use: manage.py create_administrator EMAIL --name NAME"
        )
