from importlib import import_module

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "apps.oversight"

    def ready(self) -> None:
        for module in ("kinds", "subscribers", "exceptional"):
            import_module(f"apps.oversight.{module}")
