"""The kinds of file there are to us: what each is called, and what a browser may do with it."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import pgettext_lazy


class Family(models.TextChoices):
    PICTURE = "picture", pgettext_lazy("kind of file", "Picture")
    VIDEO = "video", pgettext_lazy("kind of file", "Video")
    AUDIO = "audio", pgettext_lazy("kind of file", "Sound")
    DOCUMENT = "document", pgettext_lazy("kind of file", "Document")
    ARCHIVE = "archive", pgettext_lazy("kind of file", "Archive")
    OTHER = "other", pgettext_lazy("kind of file", "File")


@dataclass(frozen=True, slots=True)
class Type:
    """`suffixes`: how such a file may be named, the usual way first. `label` is for people.

    `plays`: a browser shows it in the page, and nothing in it can act.
    """

    mime: str
    family: Family
    label: str
    suffixes: tuple[str, ...] = ()
    plays: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

# The first that the sniffer thinks possible is taken.
TYPES = (
    Type("image/jpeg", Family.PICTURE, "JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"), plays=True),
    Type("image/png", Family.PICTURE, "PNG", (".png",), plays=True),
    Type("image/gif", Family.PICTURE, "GIF", (".gif",), plays=True),
    Type("image/webp", Family.PICTURE, "WebP", (".webp",), plays=True),
    Type("image/avif", Family.PICTURE, "AVIF", (".avif",), plays=True),
    Type("video/mp4", Family.VIDEO, "MP4", (".mp4", ".m4v"), plays=True),
    Type("video/quicktime", Family.VIDEO, "QuickTime", (".mov", ".qt"), plays=True),
    Type("video/webm", Family.VIDEO, "WebM", (".webm", ".mkv"), plays=True),
    Type("audio/mp4", Family.AUDIO, "M4A", (".m4a", ".f4a"), plays=True),
    Type("audio/mpeg", Family.AUDIO, "MP3", (".mp3", ".mpga"), plays=True),
    Type("audio/ogg", Family.AUDIO, "Ogg", (".ogg", ".oga", ".opus", ".ogv"), plays=True),
    Type("audio/wav", Family.AUDIO, "WAV", (".wav",), plays=True),
    Type("audio/flac", Family.AUDIO, "FLAC", (".flac",), plays=True),
    Type("application/pdf", Family.DOCUMENT, "PDF", (".pdf",)),
    Type(f"{_OFFICE}.wordprocessingml.document", Family.DOCUMENT, "Word", (".docx", ".docm")),
    Type(f"{_OFFICE}.spreadsheetml.sheet", Family.DOCUMENT, "Excel", (".xlsx", ".xlsm", ".xlsb")),
    Type(
        f"{_OFFICE}.presentationml.presentation",
        Family.DOCUMENT,
        "PowerPoint",
        (".pptx", ".pptm", ".ppsx"),
    ),
    Type(f"{_OPEN}.text", Family.DOCUMENT, "OpenDocument", (".odt", ".ott")),
    Type(f"{_OPEN}.spreadsheet", Family.DOCUMENT, "OpenDocument", (".ods", ".ots")),
    Type(f"{_OPEN}.presentation", Family.DOCUMENT, "OpenDocument", (".odp", ".otp")),
    Type(f"{_OPEN}.graphics", Family.DOCUMENT, "OpenDocument", (".odg",)),
    Type("application/epub+zip", Family.DOCUMENT, "EPUB", (".epub",)),
    Type(
        "application/msword",
        Family.DOCUMENT,
        "Office",
        (".doc", ".xls", ".ppt", ".pps", ".vsd", ".pub", ".msg"),
    ),
    Type("application/rtf", Family.DOCUMENT, "RTF", (".rtf",)),
    Type("image/heif", Family.DOCUMENT, "HEIC", (".heic", ".heif")),
    Type("image/tiff", Family.DOCUMENT, "TIFF", (".tif", ".tiff")),
    Type("image/bmp", Family.DOCUMENT, "BMP", (".bmp", ".dib")),
    Type("application/zip", Family.ARCHIVE, "ZIP", (".zip",)),
    Type("application/gzip", Family.ARCHIVE, "GZIP", (".gz", ".tgz")),
    Type("application/x-7z-compressed", Family.ARCHIVE, "7-Zip", (".7z",)),
    Type("application/x-tar", Family.ARCHIVE, "TAR", (".tar",)),
)
# Text says what it is by no signature. A suffix that people know is left to it.
SVG = Type("image/svg+xml", Family.DOCUMENT, "SVG", (".svg",))
HTML = Type("text/html", Family.DOCUMENT, "HTML", (".html", ".htm", ".xhtml"))
XML = Type("application/xml", Family.DOCUMENT, "XML", (".xml",))
_LISTS = (".csv", ".tsv", ".json", ".ics", ".vcf", ".yaml", ".yml", ".toml", ".ini")
TEXT = Type(
    "text/plain",
    Family.DOCUMENT,
    "TXT",
    (".txt", *_LISTS, ".md", ".log", ".py", ".sql", ".tex", ".srt", ".diff"),
)
UNKNOWN = Type("application/octet-stream", Family.OTHER, "")

BY_MIME = {known.mime: known for known in (*TYPES, SVG, HTML, XML, TEXT, UNKNOWN)}


def type_of(mime: str) -> Type:
    return BY_MIME.get(mime, UNKNOWN)
