"""People named in words: `<a class="mention" href="/people/…/" data-person="7">@Name</a>`.

The editor claims such links and a plain field has `@username`; what is written comes from here
alone, and only for people who read the space. Of any other claim its words remain.
"""

import re
from dataclasses import dataclass
from html import unescape

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import ngettext

from apps.core.errors import InvalidInput
from apps.profiles.models import User
from apps.spaces.models import Space

MOST_MENTIONS = 50
# Words that begin with @ are looked up; a text has few of them, a pasted log has thousands.
MOST_HANDLES = 200
CLAIM = "data-person"
CLAIMS = frozenset({CLAIM})

_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>)')
_CLAIMED = re.compile(rf'\s{CLAIM}="([^"]*)"')
_HANDLE = re.compile(r"(?<![\w@/.&;-])@([a-zA-Z0-9](?:[\w-]*\w)?)", re.ASCII)
_IN_PLACE = re.compile(rf'<a class="mention" href="[^"]*" {CLAIM}="\d+">([^<]*)</a>')


@dataclass(frozen=True, slots=True)
class Claim:
    """A place where somebody may be named: by id or by username. `text` (HTML) if they are not."""

    text: str
    person_id: int = 0
    username: str = ""


def settle(html: str, space: Space) -> tuple[str, frozenset[int]]:
    """Sanitised HTML with its claims settled, and the ids of the people who are named in it.

    One query if anybody may be. Raises `InvalidInput` for more than `MOST_MENTIONS` people.
    """
    if "@" not in html and CLAIM not in html:
        return html, frozenset()
    pieces = _Reading().read(html)
    claims = [piece for piece in pieces if isinstance(piece, Claim)]
    people = _readers(space, claims)
    by_id = {person.pk: person for person in people}
    by_username = {person.username: person for person in people}
    settled = []
    for piece in pieces:
        if isinstance(piece, str):
            settled.append(piece)
            continue
        person = by_id.get(piece.person_id) or by_username.get(piece.username)
        settled.append(_link(person) if person else piece.text)
    return "".join(settled), frozenset(by_id)


def without_mentions(html: str) -> str:
    """Stored words for another installation: the names, without whom they mean here."""
    return _IN_PLACE.sub(r"\1", html)


def _readers(space: Space, claims: list[Claim]) -> list[User]:
    ids = {claim.person_id for claim in claims if claim.person_id}
    usernames = sorted({claim.username for claim in claims if claim.username})[:MOST_HANDLES]
    if not (ids or usernames):
        return []
    named = space.readers().filter(Q(pk__in=ids) | Q(username__in=usernames))
    people = list(named.only("username", "display_name")[: MOST_MENTIONS + 1])
    if len(people) > MOST_MENTIONS:
        raise InvalidInput(
            "body",
            ngettext(
                "A text names at most %(count)s person.",
                "A text names at most %(count)s people. To tell everyone, an animator makes an "
                "announcement.",
                MOST_MENTIONS,
            )
            % {"count": MOST_MENTIONS},
        )
    return people


def _link(person: User) -> str:
    return format_html(
        '<a class="mention" href="{}" data-person="{}">@{}</a>',
        person.get_absolute_url(),
        str(person.pk),
        person.display_name,
    )


class _Reading:
    """One pass over valid HTML: its pieces as they are, with claims in place of what claims."""

    def __init__(self) -> None:
        self._pieces: list[str | Claim] = []
        self._claim: list[str] | None = None
        self._person_id = 0
        # Links, and code, in which an @ names nobody.
        self._inside: list[str] = []

    def read(self, html: str) -> list[str | Claim]:
        for number, piece in enumerate(_TAG.split(html)):
            if number % 2:
                self._take_tag(piece)
            else:
                self._take_text(piece)
        return self._pieces

    def _take_tag(self, tag: str) -> None:
        name = re.match(r"</?(\w+)", tag)
        if name is None or name[1] not in {"a", "code", "pre"}:
            if self._claim is None:
                self._pieces.append(tag)
        elif tag.startswith("</"):
            self._close(tag)
        else:
            self._open(tag, name[1])

    def _open(self, tag: str, name: str) -> None:
        claimed = _CLAIMED.search(tag)
        self._inside.append(f"claim{name}" if claimed else name)
        if claimed and self._claim is None:
            self._claim = []
            self._person_id = 0 if "a" in self._inside else _as_id(unescape(claimed[1]))
        elif not claimed and self._claim is None:
            self._pieces.append(tag)

    def _close(self, tag: str) -> None:
        opened = self._inside.pop() if self._inside else ""
        if self._claim is None:
            self._pieces.append(tag)
        elif opened == "claima" and "claima" not in self._inside:
            text = "".join(self._claim)
            self._pieces.append(Claim(text, person_id=self._person_id) if text.strip() else text)
            self._claim = None

    def _take_text(self, text: str) -> None:
        if self._claim is not None:
            self._claim.append(text)
        elif self._inside:
            self._pieces.append(text)
        else:
            position = 0
            for found in _HANDLE.finditer(text):
                self._pieces.append(text[position : found.start()])
                self._pieces.append(Claim(found[0], username=found[1]))
                position = found.end()
            self._pieces.append(text[position:])


def _as_id(value: str) -> int:
    """A primary key, or 0 for what can be none."""
    is_number = value.isascii() and value.isdecimal() and len(value) < 19
    return int(value) if is_number else 0
