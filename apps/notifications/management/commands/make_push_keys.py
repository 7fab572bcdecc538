from typing import Any

from django.core.management.base import BaseCommand

from apps.notifications.push.keys import make_keys


class Command(BaseCommand):
    help = "Prints a new pair of keys for Web Push, as lines for the environment file."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = make_keys()
        self.stdout.write(f"VAPID_PUBLIC_KEY={keys.public}")
        self.stdout.write(f"VAPID_PRIVATE_KEY={keys.private}")
        self.stdout.write("VAPID_CONTACT=mailto:admin@example.org")
