from importlib import import_module

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "apps.notifications"

    def ready(self) -> None:
        for kind in (
            "conversations",
            "course",
            "entering",
            "exclusions",
            "reactions",
            "readers",
            "spaces",
        ):
            import_module(f"apps.notifications.kinds.{kind}")
        import_module("apps.notifications.subscribers")
        import_module("apps.notifications.read_by_reading")
        import_module("apps.notifications.sending.by_mail")
        import_module("apps.notifications.replies.taking")
        import_module("apps.notifications.push.carrying")
        import_module("apps.notifications.push.subscribers")
        import_module("apps.notifications.reach")
        import_module("apps.notifications.figure")
