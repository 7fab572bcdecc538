from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "apps.live"

    def ready(self) -> None:
        import_module("apps.live.subscribers")
