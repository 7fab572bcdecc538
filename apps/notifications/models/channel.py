from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a notification leaves the screen."""

    MAIL = "mail", _("Mail")
    PUSH = "push", _("Phone or desktop")
