"""The catalogues of `locale/`: brought up to date, compiled and judged in pure Python."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

from rsn.local.places import ROOT
from rsn.local.trouble import Trouble

LOCALE = ROOT / "locale"
FRENCH = LOCALE / "fr" / "LC_MESSAGES" / "django.po"
# French sets a space there, which must not end a line.
BREAKABLE = re.compile(r" (?=[:;?!»])|(?<=«) ")
HEADER = "# French translation. Brought up to date by `make messages`; edit only the msgstr lines."


def catalogues() -> list[Path]:
    """Return the .po files of the project."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def needs_compiling() -> bool:
    """Whether a catalogue is newer than its compiled form."""
    return any(_is_stale(path) for path in catalogues())


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    # Not "older than": a checkout may give both the same second.
    return not compiled.exists() or compiled.stat().st_mtime_ns <= path.stat().st_mtime_ns


def compile_all() -> int:
    """Compile every catalogue that changed; how many there were. Raises Trouble on a broken one."""
    stale = [path for path in catalogues() if _is_stale(path)]
    for path in stale:
        content = BytesIO()
        write_mo(content, _read(path))
        # Put in place at once: a server may be reading it.
        fresh = path.with_suffix(".mo.new")
        fresh.write_bytes(content.getvalue())
        fresh.rename(path.with_suffix(".mo"))
    return len(stale)


def update(sources: Catalog) -> tuple[int, int]:
    """Bring the French catalogue up to date with `sources`, keeping every translation it has.

    Strings that are gone from the sources are dropped; new ones come with an empty translation.
    Returns how many strings there are and how many wait for a translation.
    """
    before = FRENCH.read_bytes() if FRENCH.exists() else b""
    catalog = _read(FRENCH) if before else Catalog(locale="fr")
    catalog.update(sources, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    after = _written(catalog)
    if after != before:
        FRENCH.parent.mkdir(parents=True, exist_ok=True)
        FRENCH.write_bytes(after)
    return len(catalog), sum(not _is_translated(message) for message in catalog if message.id)


def faults(sources: Catalog) -> list[str]:
    """Return one sentence for each string of `sources` that French readers would not get right."""
    if not FRENCH.exists():
        return [f"{FRENCH.relative_to(ROOT)} does not exist."]
    catalog = _read(FRENCH)
    return [fault for message in sources if message.id for fault in _faults(message, catalog)]


def _faults(wanted: Message, catalog: Catalog) -> list[str]:
    text = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
    where = ", ".join(sorted({str(name) for name, _line in wanted.locations}))
    found = catalog.get(wanted.id, wanted.context)
    if found is None:
        return [f"{text!r} ({where}) is not in the catalogue."]
    if not _is_translated(found):
        return [f"{text!r} ({where}) has no translation."]
    if found.fuzzy:
        return [f"{text!r} ({where}) is marked fuzzy: confirm it."]
    if any(BREAKABLE.search(string) for string in _strings(found)):
        return [f"{text!r} ({where}): the spaces of : ; ? ! « » must be no-break spaces (U+00A0)."]
    return [f"{text!r} ({where}): {problem}." for problem in found.check(catalog)]


def _is_translated(message: Message) -> bool:
    return all(_strings(message))


def _strings(message: Message) -> Sequence[str]:
    """The translation, or that of each plural form; an empty one where there is none."""
    return (message.string or "",) if isinstance(message.string, str | None) else message.string


def _written(catalog: Catalog) -> bytes:
    # Only what a translator needs: dates and tool names change with each run and conflict.
    body = BytesIO()
    write_po(
        body,
        catalog,
        width=98,
        omit_header=True,
        include_lineno=False,
        sort_by_file=True,
    )
    plural = Catalog(locale="fr").plural_forms  # in French, 0 is singular
    header = [
        HEADER,
        'msgid ""',
        'msgstr ""',
        '"Language: fr\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {plural}\\n"',
    ]
    return "\n".join(header).encode() + b"\n\n" + body.getvalue().strip() + b"\n"


def _read(path: Path) -> Catalog:
    try:
        with path.open("rb") as file:
            return read_po(file, locale="fr", abort_invalid=True)
    except PoFileError as error:
        raise Trouble(f"{path.relative_to(ROOT)} is not a valid catalogue: {error}") from None
