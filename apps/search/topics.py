"""Topics: what people mark with a hash sign, counted in what the reader reads."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.pagination import Page
from apps.search import candidates
from apps.search.candidates import Asked, Place
from apps.search.kinds import Kind, declare
from apps.search.models import SearchWord
from apps.search.query import Query
from apps.search.reach import Reach, reach_of
from apps.search.tokens import either, topic_token

MOST_TOPICS = 40

_TOPICS_OF = """
    SELECT lexeme, count(*)
    FROM search_searchentry, unnest(tsvector_to_array(vector)) lexeme
    WHERE id = ANY(%s) AND lexeme = ANY(%s)
    GROUP BY lexeme
"""


@dataclass(frozen=True, slots=True)
class Topic:
    """`count` of the texts with it that this person reads, of the newest few hundred."""

    name: str
    count: int


def look_for_topics(person: Any, query: Query, cursor: str, limit: int) -> Page[Topic]:
    """The topics that begin like the one word asked for, the liveliest first. One page."""
    start = (query.topics or (query.plain.replace(" ", ""),))[0]
    if cursor or not start:
        return Page([])
    names = _beginning(start)
    counts = _counts(person, names) if names else Counter()
    found = [Topic(name, counts[topic_token(name)]) for name in names]
    shown = [topic for topic in found if topic.count]
    return Page(sorted(shown, key=lambda topic: (-topic.count, topic.name))[:limit])


def _beginning(start: str) -> list[str]:
    words = SearchWord.objects.filter(word__gte=f"#{start}", word__lt=f"#{start}\U0010ffff")
    known = words.order_by("-seen").values_list("word", flat=True)[:MOST_TOPICS]
    return [word[1:] for word in known]


def _counts(person: Any, names: list[str]) -> Counter[str]:
    """By topic; those that the newest texts with any of them lack are looked for alone."""
    reach = reach_of(person)
    marks = [topic_token(name) for name in names]
    counts: Counter[str] = Counter()
    whole = _newest(person, marks, reach)
    counts.update(_topics_of(whole.rows, marks))
    if whole.end:
        for mark in marks:
            if not counts[mark]:
                alone = _newest(person, [mark], reach, most=20)
                counts[mark] = len(alone.rows)
    return counts


def _newest(
    person: Any, marks: list[str], reach: Reach, most: int = candidates.MOST
) -> candidates.Candidates:
    asked = Asked((either(marks),))
    return candidates.newest(person, asked, Place(timezone.now()), reach=reach, most=most)


def _topics_of(rows: list[candidates.Candidate], marks: list[str]) -> dict[str, int]:
    with connection.cursor() as db:
        db.execute(_TOPICS_OF, [[row.id for row in rows], marks])
        return dict(db.fetchall())


TOPICS = declare(
    Kind("topic", _("Topics"), ("topics", "sujet", "sujets", "theme", "themes"),
         look=look_for_topics)
)  # fmt: skip
