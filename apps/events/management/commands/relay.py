"""`manage.py relay`: deliver what was recorded, until told to end."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from apps.events.failures import hand_over_again
from apps.events.relay.loop import Relay


class Command(BaseCommand):
    help = "Delivers recorded events. A second one waits as a spare. Ends cleanly on SIGTERM."
    # It serves no page, and must come back at once after a crash.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--retry-failed",
            action="store_true",
            help="give the events that were set aside to their subscribers again, then end",
        )

    def handle(self, *_: Any, retry_failed: bool, **__: Any) -> None:
        if retry_failed:
            outcome = hand_over_again()
            self.stdout.write(f"{outcome.settled} delivered, {outcome.remaining} still set aside.")
            return
        relay = Relay()
        relay.stop_on_signals()
        relay.run()
