"""Pictures made anew: only pixels, upright, in the widths a page needs."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence

WIDTHS = (320, 640, 1280, 1920)
MAX_PIXELS = 50_000_000
# Of a moving picture, all frames together.
MAX_MOVING_PIXELS = 40_000_000
MAX_FRAMES = 300
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_BY_MIME = {f"image/{name.lower()}": name for name in FORMATS}


class Unreadable(Exception):
    """No picture, a broken one, or one made to harm."""


class TooManyPixels(Unreadable):
    """Whatever it weighs, it would unfold to more than `MAX_PIXELS`."""


@dataclass(frozen=True, slots=True)
class Made:
    """A picture as bytes. `width` and `height` in pixels, as it is shown."""

    width: int
    height: int
    format: str
    content: bytes


def measure(stream: IO[bytes], mime: str) -> tuple[int, int]:
    """Width and height, from the head of the file alone. Raises `Unreadable`."""
    with _opened(stream, mime) as image:
        return image.size


def remake(stream: IO[bytes], mime: str) -> tuple[Made, list[Made]]:
    """The picture itself, in its own format, without anything but what is to be seen; and its
    renditions: the widths up to its own, each as AVIF and as WebP. A moving picture has none.

    Raises `Unreadable`.
    """
    name = _BY_MIME[mime]
    with _opened(stream, mime) as image:
        if _moves(image):
            return _moving(image, name), []
        whole = _upright(image)
    return _made(whole, name, quality=90), _renditions(whole)


def _renditions(whole: Image.Image) -> list[Made]:
    widest = min(whole.width, max(WIDTHS))
    made = []
    for width in sorted({*(w for w in WIDTHS if w < widest), widest}):
        height = max(1, round(whole.height * width / whole.width))
        small = whole.resize((width, height), Image.Resampling.LANCZOS)
        made += [_made(small, "AVIF", quality=60, speed=8), _made(small, "WEBP", quality=80)]
    return made


def _opened(stream: IO[bytes], mime: str) -> Any:
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own bound is the one that counts, and it has words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(stream, formats=[_BY_MIME[mime]])
    except Image.DecompressionBombError:
        raise TooManyPixels from None
    # Pillow raises these and more for files that are broken, or made to be.
    except Exception:
        raise Unreadable from None
    if image.width * image.height > MAX_PIXELS:
        raise TooManyPixels
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        ImageOps.exif_transpose(image, in_place=True)
        has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
        mode = "RGBA" if has_alpha else "RGB"
        # Not twice in memory where once will do.
        pixels = image if image.mode == mode else image.convert(mode)
        pixels.load()
    except Exception:
        raise Unreadable from None
    # Profiles, comments, place and date stay behind.
    pixels.info.clear()
    return pixels


def _made(image: Image.Image, name: str, **how: Any) -> Made:
    out = BytesIO()
    if name == "JPEG":
        image = image.convert("RGB")
        how["optimize"] = True
    elif name in ("PNG", "GIF"):
        how = {"optimize": True}
    image.save(out, name, exif=b"", **how)
    return Made(image.width, image.height, name.lower(), out.getvalue())


def _moves(image: Any) -> bool:
    frames = getattr(image, "n_frames", 1)
    if frames == 1 or frames > MAX_FRAMES:
        return False
    return bool(frames * image.width * image.height <= MAX_MOVING_PIXELS)


def _moving(image: Any, name: str) -> Made:
    try:
        frames = [
            (f.convert("RGBA"), f.info.get("duration", 100)) for f in ImageSequence.Iterator(image)
        ]
    except Exception:
        raise Unreadable from None
    for frame, _duration in frames:
        frame.info.clear()
    first, *rest = [frame for frame, _duration in frames]
    out = BytesIO()
    durations = [max(20, int(duration or 0)) for _frame, duration in frames]
    how = {"disposal": 2} if name == "GIF" else {}
    first.save(out, name, save_all=True, append_images=rest, duration=durations, loop=0, **how)
    return Made(first.width, first.height, name.lower(), out.getvalue())
