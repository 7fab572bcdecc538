from importlib import import_module

from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "apps.feed"

    def ready(self) -> None:
        import_module("apps.feed.news")
