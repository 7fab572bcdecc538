from importlib import import_module

from django.apps import AppConfig


class SpacesConfig(AppConfig):
    name = "apps.spaces"

    def ready(self) -> None:
        import_module("apps.spaces.subscribers")
