"""What rendered HTML depends on besides its data: templates, translations, static names."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def fingerprint() -> str:
    """Twelve characters that differ between two releases whose pages can differ.

    Part of the keys of cached HTML: after an upgrade nobody is shown the pieces of before.
    """
    digest = hashlib.sha256()
    digest.update(settings.RSN_ORGANISATION_NAME.encode())
    for path in _sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _sources() -> list[Path]:
    base = Path(settings.BASE_DIR)
    templates = (base / "templates").rglob("*.html")
    translations = (base / "locale").rglob("*.mo")
    manifest = [Path(settings.STATIC_ROOT) / "staticfiles.json"]
    return sorted(path for path in [*templates, *translations, *manifest] if path.is_file())
