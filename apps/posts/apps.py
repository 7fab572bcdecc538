from importlib import import_module

from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "apps.posts"

    def ready(self) -> None:
        import_module("apps.posts.course")
        import_module("apps.posts.subscribers")
