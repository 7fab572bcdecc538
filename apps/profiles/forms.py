"""What the directory is asked, read from an address anyone may type."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.html import clean_text

MAX_QUERY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class DirectoryQuestion:
    """Words, a unit and a site by slug; `cursor` continues a list. Empty means any."""

    text: str = ""
    unit: str = ""
    site: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        return cls(
            text=clean_text(asked.get("q", ""))[:MAX_QUERY_LENGTH],
            unit=asked.get("unit", ""),
            site=asked.get("site", ""),
            cursor=asked.get("after", ""),
        )

    def address(self, after: str = "") -> str:
        """The page that answers this question, from the cursor `after` on."""
        asked = {"q": self.text, "unit": self.unit, "site": self.site, "after": after}
        return f"{reverse('people')}?" + urlencode({k: v for k, v in asked.items() if v})
