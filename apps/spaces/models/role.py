from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A person's part in a space, least first."""

    MEMBER = "member", _("Member")
    ANIMATOR = "animator", _("Animator")
    OWNER = "owner", _("Owner")
