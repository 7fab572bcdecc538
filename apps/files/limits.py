"""How much may be sent, and of what: the settings, as sentences too."""

from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.core.errors import InvalidInput
from apps.files.types import Family, Type

MB = 1024 * 1024


def most_megabytes(family: str = "") -> int:
    """The limit for one file of this family; of any, without one."""
    limit: int = settings.RSN_FILE_MAX_MB
    if family == Family.PICTURE:
        return min(limit, settings.RSN_PICTURE_MAX_MB)
    return limit


def most_bytes(family: str = "") -> int:
    return most_megabytes(family) * MB


def check_size(name: str, size: int, family: str = "") -> None:
    """Raises `InvalidInput("files", …)`."""
    if size > most_bytes(family):
        raise InvalidInput("files", too_large(name, family))
    if size == 0:
        raise InvalidInput("files", _("“%(name)s” is empty.") % {"name": name})


def too_large(name: str, family: str = "") -> str:
    return _("“%(name)s” is too large: %(limit)s MB at most.") % {
        "name": name,
        "limit": number_format(most_megabytes(family), force_grouping=True),
    }


def check_kind(name: str, kind: Type) -> None:
    """Raises `InvalidInput("files", …)` for what this network does not take."""
    if kind.family not in settings.RSN_FILE_KINDS:
        raise InvalidInput(
            "files",
            _("“%(name)s” is of a kind that cannot be attached here.") % {"name": name},
        )


def named(upload: Any) -> str:
    """What to call a file in a sentence before it has a clean name."""
    return " ".join(str(upload.name or "").split())[:80]
