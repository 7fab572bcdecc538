"""Who may open the glass with an administrator: people named in the settings, and nowhere else.

No screen names them, so that no administrator can.
"""

from typing import Any

from django.conf import settings

from apps.profiles.models import User, UserQuerySet


def approvers() -> UserQuerySet:
    """Those named who are here."""
    return User.objects.active().filter(email__in=settings.RSN_BREAK_GLASS_APPROVERS)


def is_approver(user: Any) -> bool:
    return bool(user.is_active and user.email in settings.RSN_BREAK_GLASS_APPROVERS)
