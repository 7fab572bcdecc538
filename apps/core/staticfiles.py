import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("css/", "js/", "icons/")


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names carry a hash of the content, also inside JavaScript modules; a source map may lack."""

    manifest_strict = False
    support_js_module_import_aggregation = True

    def url(self, name: str, force: bool = False) -> str:
        """Found once a process: files do not change while it lives."""
        known = self._urls.get(name)
        if known is None or force:
            known = self._urls[name] = super().url(name, force)
        return known

    @cached_property
    def _urls(self) -> dict[str, str]:
        return {}

    def url_converter(self, name: str, *args: Any, **kwargs: Any) -> Callable[[re.Match], str]:
        """In a package's files, what looks like a reference and leads nowhere stays as it is.

        Packages mention types and source maps they do not ship; in ours, it is a mistake.
        """
        convert = super().url_converter(name, *args, **kwargs)
        if name.startswith(OURS):
            return convert

        def converter(found: re.Match) -> str:
            try:
                return convert(found)
            except ValueError:
                return found["matched"]

        return converter
