"""The pictures and papers of the demo company: drawn here, so that there is no file to keep."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import IO

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from apps.archive.format import BrokenLine
from apps.core.fonts import packaged

PAPER, INK, QUIET, GREEN, RED, SAND = (
    "#fbfaf6",
    "#1f2a30",
    "#8a949a",
    "#0f6e5c",
    "#a3402f",
    "#e4dcc8",
)
WIDE = (1280, 800)


class Drawings:
    """What lies beside the story, by name: `opened("scenario.pdf")`."""

    @contextmanager
    def opened(self, path: str) -> Iterator[IO[bytes]]:
        if path not in DRAWINGS:
            raise BrokenLine(f"there is no drawing {path!r}")
        yield BytesIO(DRAWINGS[path]())


def steps() -> bytes:
    """A reading that jumps by 20 µm at X = 412, going down only."""
    image, draw = _sheet(WIDE, "Affichage, banc B, descente (µm)")
    left, right, base = 130, 1200, 560
    for y in range(5):
        draw.line((left, base - y * 90, right, base - y * 90), SAND, 2)
        _text(draw, (70, base - y * 90 - 12), str(y * 10 - 20), 22, QUIET)
    at = left + (right - left) * 412 // 800
    noise = [((x * 37) % 11 - 5) * 1.6 for x in range(left, right, 6)]
    points = [
        (x, base - 180 + n - (180 if x > at else 0))
        for x, n in zip(range(left, right, 6), noise, strict=True)
    ]
    draw.line(points, GREEN, 4)
    draw.line((at, 140, at, base + 20), RED, 2)
    _text(draw, (at + 12, 150), "X = 412", 26, RED)
    _text(draw, (left, 620), "0", 22, QUIET)
    _text(draw, (right - 40, 620), "800 mm", 22, QUIET)
    return _saved(image, "PNG")


def delays() -> bytes:
    """Announced and real, forty orders."""
    image, draw = _sheet(WIDE, "Délai réel de 40 commandes (jours ; annoncé : 15)")
    counts = (1, 2, 4, 6, 8, 7, 5, 4, 2, 1)
    for number, count in enumerate(counts):
        x = 120 + number * 108
        draw.rectangle((x, 620 - count * 52, x + 84, 620), GREEN)
        _text(draw, (x + 22, 636), str(13 + 2 * number), 24, QUIET)
    draw.line((120 + 108, 140, 120 + 108, 620), RED, 3)
    _text(draw, (244, 146), "annoncé", 26, RED)
    return _saved(image, "PNG")


def waves() -> bytes:
    """The move in two waves, with a night of rest after each."""
    image, draw = _sheet(WIDE, "Déménagement de la ligne 3, scénario 3")
    rows = (
        ("Vague 1 : bancs A et B", 1, 4, GREEN),
        ("Nuit de stabilisation", 4, 4.6, QUIET),
        ("Vague 2 : bancs C, D, E", 5, 8, GREEN),
        ("Nuit de stabilisation", 8, 8.6, QUIET),
        ("Bascule de l’ERP", 10, 10.6, RED),
    )
    for number, (label, begin, end, colour) in enumerate(rows):
        y = 170 + number * 100
        _text(draw, (60, y + 14), label, 26, INK)
        draw.rectangle((430 + begin * 74, y, 430 + end * 74, y + 56), colour)
    for week in range(11):
        _text(draw, (430 + week * 74 + 8, 690), f"s{23 + week}", 22, QUIET)
    return _saved(image, "PNG")


def rod() -> bytes:
    """The rod of a table football, as one sketches it for the workshop."""
    image, draw = _sheet((1280, 560), "Tige de babyfoot, gardien rouge")
    draw.rectangle((140, 250, 1140, 290), fill=SAND, outline=INK, width=3)
    draw.rectangle((600, 220, 680, 320), fill=RED, outline=INK, width=3)
    draw.line((140, 380, 1140, 380), INK, 2)
    for x in (140, 1140):
        draw.line((x, 300, x, 395), INK, 2)
    _text(draw, (590, 392), "620", 30, INK)
    _text(draw, (150, 190), "Ø 16", 30, INK)
    return _saved(image, "JPEG")


def screen() -> bytes:
    """A screen on paper: boxes, and a thumb that does not fit."""
    image, draw = _sheet((1200, 900), "Banc C, écran de départ")
    for number, label in enumerate(("Démarrer", "Référence", "Pièce suivante", "Appeler")):
        x, y = 120 + number % 2 * 490, 190 + number // 2 * 300
        draw.rounded_rectangle((x, y, x + 440, y + 240), 28, outline=INK, width=5)
        _text(draw, (x + 40, y + 96), label, 44, INK)
    draw.ellipse((520, 430, 680, 640), outline=RED, width=6)
    return _saved(image, "JPEG")


def buttons() -> bytes:
    """The same, seen from further away."""
    image, draw = _sheet((900, 1200), "À deux mètres, avec des gants")
    for number, size in enumerate((220, 170, 120, 80)):
        y = 190 + number * 250
        draw.rounded_rectangle((120, y, 120 + size * 2, y + size), 24, fill=GREEN)
        _text(draw, (150 + size * 2, y + size // 2 - 20), f"{size // 10 + 4} mm", 36, INK)
    return _saved(image, "JPEG")


def scenario() -> bytes:
    """Two pages to read before Thursday."""
    pages = []
    for number, lines in enumerate(_SCENARIO, 1):
        page = Image.new("RGB", (1240, 1754), "white")
        draw = ImageDraw.Draw(page)
        _text(draw, (120, 120), lines[0], 54, INK)
        for row, line in enumerate(lines[1:]):
            _text(draw, (120, 260 + row * 64), line, 34, INK)
        _text(draw, (580, 1660), f"{number} / {len(_SCENARIO)}", 28, QUIET)
        pages.append(page)
    out = BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


_SCENARIO = (
    (
        "Scénario, version 3",
        "Le déménagement reste en juin, en deux vagues.",
        "Chaque vague est suivie d’une nuit de stabilisation.",
        "La bascule de l’ERP passe au premier lundi de septembre.",
        "",
        "Vague 1 : bancs A et B, semaines 24 à 26.",
        "Vague 2 : bancs C, D et E, semaines 28 à 30.",
    ),
    (
        "Ce qui reste ouvert",
        "Les vestiaires : sept casiers, et non six.",
        "Le passage piéton entre le magasin et la ligne.",
        "La place de la benne à copeaux.",
    ),
)

DRAWINGS: dict[str, Callable[[], bytes]] = {
    "buttons.jpg": buttons,
    "delays.png": delays,
    "rod.jpg": rod,
    "scenario.pdf": scenario,
    "screen.jpg": screen,
    "steps.png": steps,
    "waves.png": waves,
}


def _sheet(size: tuple[int, int], title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(image)
    _text(draw, (60, 50), title, 36, INK)
    return image, draw


def _text(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, colour: str
) -> None:
    draw.text(at, text, fill=colour, font=ImageFont.truetype(BytesIO(_letters()), size))


@lru_cache(maxsize=1)
def _letters() -> bytes:
    """The product's own font, out of its package, in the form in which Pillow reads it."""
    font = TTFont(packaged("Inter-Regular.woff2"))
    font.flavor = None
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _saved(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()
