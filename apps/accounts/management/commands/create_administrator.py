from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.actions import open_administrator
from apps.core.errors import InvalidInput


class Command(BaseCommand):
    help = (
        "Let a first administrator in, or make an administrator of somebody who has an account. "
        "Prints the address where a newcomer chooses a password; no password passes through here."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="as colleagues know them")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            invitation = open_administrator(
                email=options["email"],
                display_name=options["name"],
                language=options["language"],
            )
        except InvalidInput as problem:
            raise CommandError(problem.message) from None
        if invitation is None:
            self.stdout.write(f"{options['email']} is now an administrator.")
            return
        self.stdout.write(f"{options['email']} chooses a password here, within a week:")
        self.stdout.write(invitation.link)
