"""What the directory is asked."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.html import clean_text


@dataclass(frozen=True, slots=True)
class DirectoryQuestion:
    """Words, a unit and a site by slug; `cursor` to continue a list. Empty means any."""

    text: str = ""
    unit: str = ""
    site: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        return cls(
            text=clean_text(query.get("q", ""))[:200],
            unit=query.get("unit", "")[:80],
            site=query.get("site", "")[:80],
            cursor=query.get("cursor", "")[:400],
        )

    def address(self, cursor: str = "") -> str:
        """The page that answers this question, from `cursor` on."""
        given = {"q": self.text, "unit": self.unit, "site": self.site, "cursor": cursor}
        asked = urlencode({name: value for name, value in given.items() if value})
        return f"{reverse('people')}?{asked}" if asked else reverse("people")
