"""The key of a form that creates something: sent again with the same one, it creates nothing."""

from typing import Any
from uuid import UUID, uuid5

from django import forms

# Where keys that are no UUID are turned into one; another value forgets what was sent before.
OWN_KEYS = UUID("0b6f4a3e-6f57-4f0c-9a53-0d7f3c1d2e84")


class TolerantKey(forms.UUIDField):
    """An idempotency key; programs may leave it out, or choose their own words for it."""

    def clean(self, value: Any) -> UUID | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            # Counted as left out, what a program sends twice would be written twice.
            return uuid5(OWN_KEYS, str(value))
