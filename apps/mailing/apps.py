from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailingConfig(AppConfig):
    name = "apps.mailing"
    verbose_name = _("Mail")

    def ready(self) -> None:
        import_module("apps.mailing.hooks")
        import_module("apps.mailing.returned")
