from importlib import import_module

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "apps.archive"

    def ready(self) -> None:
        import_module("apps.archive.course")
