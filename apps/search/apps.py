from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "apps.search"

    def ready(self) -> None:
        import_module("apps.search.subscribers")
