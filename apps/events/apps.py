from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "apps.events"

    def ready(self) -> None:
        # A program that only delivers, as the relay does, must know every event by its name.
        autodiscover_modules("events")
