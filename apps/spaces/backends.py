"""What django-guardian cannot say: whoever is excluded from a space holds nothing there."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied

from apps.spaces.models import Exclusion, Space


class Exclusions(BaseBackend):
    """Asked before guardian's own backend: a refusal here is the last word."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        del perm
        if not isinstance(obj, Space) or user_obj.is_anonymous:
            return False
        if Exclusion.objects.in_force().filter(user=user_obj.pk, space=obj).exists():
            raise PermissionDenied
        return False
