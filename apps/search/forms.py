"""What an address asks the page of results."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from apps.core.html import clean_text
from apps.search.query import DATE, MOST_CHARACTERS, RELEVANCE


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """`text` as typed, at most `MOST_CHARACTERS` of it; `cursor` is "" for the first page."""

    text: str = ""
    sort: str = RELEVANCE
    cursor: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Self:
        """Nothing is refused: what cannot be read is not asked."""
        text = clean_text(asked.get("q", "")[: 4 * MOST_CHARACTERS])[:MOST_CHARACTERS]
        sort = DATE if asked.get("sort") == DATE else RELEVANCE
        return cls(text, sort, asked.get("before", ""))

    def url(self, *, text: str | None = None, sort: str | None = None, cursor: str = "") -> str:
        """The address of this question with something else in it; always from the first page."""
        values = {"q": self.text if text is None else text, "sort": sort or self.sort}
        values = {k: v for k, v in values.items() if v and v != RELEVANCE}
        if cursor:
            values["before"] = cursor
        return f"{reverse('search')}?{urlencode(values)}" if values else reverse("search")
