"""What stands with words, as it is shown to everybody who reads them: decided, without a rule."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from apps.files.models import Rendition, StoredFile
from apps.files.types import Family, type_of
from apps.files.weights import weight
from apps.posts.models import Attachment

# A grid holds so many; the rest is on the post's own page.
IN_GRID = 4
SHOWN_WIDTH = 640


@dataclass(frozen=True, slots=True)
class Picture:
    """`srcset`: its widths, for the browser to choose from. `width` and `height` keep its place."""

    url: str
    full_url: str
    srcset: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Player:
    url: str
    name: str
    is_video: bool


@dataclass(frozen=True, slots=True)
class Document:
    """`kind` is what people call such files, and what it weighs."""

    url: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A file that is not given to anybody, yet or ever, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Attached:
    """`grid`: the pictures that a card shows; `more`: how many there are beyond them."""

    pictures: list[Picture] = field(default_factory=list)
    players: list[Player] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.pictures or self.players or self.documents or self.withheld)

    @property
    def grid(self) -> list[Picture]:
        return self.pictures[:IN_GRID]

    @property
    def more(self) -> int:
        return max(len(self.pictures) - IN_GRID, 0)


NOTHING = Attached()


def attached(attachments: Iterable[Attachment]) -> Attached:
    """Needs `AttachmentQuerySet.with_file`."""
    shown = Attached()
    for attachment in attachments:
        file = attachment.file
        if why := why_withheld(file):
            shown.withheld.append(Withheld(file.name, why))
        elif file.family == Family.PICTURE:
            shown.pictures.append(picture_of(attachment))
        elif file.family in (Family.VIDEO, Family.AUDIO):
            is_video = file.family == Family.VIDEO
            shown.players.append(Player(attachment.get_absolute_url(), file.name, is_video))
        else:
            shown.documents.append(document_of(attachment))
    return shown


def why_withheld(file: StoredFile) -> str:
    """The sentence for who asks for a file that is not ready; empty when it is."""
    if file.state == StoredFile.State.READY:
        return ""
    if file.state == StoredFile.State.REFUSED:
        return str(file.get_refusal_display())
    return _("This file is being checked. It will be here in a moment.")


def picture_of(attachment: Attachment) -> Picture:
    file, url = attachment.file, attachment.get_absolute_url()
    widths = sorted(r.width for r in file.renditions.all() if r.format == Rendition.Format.WEBP)
    return Picture(
        url=f"{url}?w={SHOWN_WIDTH}" if widths else url,
        full_url=url,
        srcset=", ".join(f"{url}?w={width} {width}w" for width in widths),
        alt=attachment.alt or _("Picture: %(name)s") % {"name": file.name},
        width=file.width or 1,
        height=file.height or 1,
    )


def document_of(attachment: Attachment) -> Document:
    file = attachment.file
    return Document(attachment.get_absolute_url(), file.name, kind_of(file))


def kind_of(file: StoredFile) -> str:
    """`"PDF · 20 kB"`"""
    kind = type_of(file.mime).label or str(file.get_family_display())
    return f"{kind} · {weight(file.size)}"
