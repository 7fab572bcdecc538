from importlib import import_module

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "apps.digests"

    def ready(self) -> None:
        import_module("apps.digests.subscribers")
        import_module("apps.digests.figure")
        import_module("apps.digests.silence")
