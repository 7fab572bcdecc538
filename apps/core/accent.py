"""An organisation's accent colour, made safe to read.

Only hue and chroma are taken from the colour given; lightness stays that of our tokens, so that
text on the accent and accent on paper keep their contrast whatever is chosen.
Conversion from sRGB to OKLCH: Björn Ottosson, "A perceptual color space for image processing",
2020, with the matrices published there.
"""

import math
from dataclasses import dataclass

# Beyond this the darkest tokens leave the sRGB gamut for some hues.
MAX_CHROMA = 0.13


@dataclass(frozen=True, slots=True)
class Accent:
    """`hue` in degrees, 0 to 360; `chroma` 0 to `MAX_CHROMA`."""

    hue: float
    chroma: float


def accent_of(color: str) -> Accent:
    """Read `#rrggbb`. Raises `ValueError` for anything else."""
    if len(color) != 7 or color[0] != "#":
        raise ValueError(f"an accent is written #rrggbb, not {color!r}")
    red, green, blue = (_linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    chroma = min(math.hypot(a, b), MAX_CHROMA)
    return Accent(hue=round(math.degrees(math.atan2(b, a)) % 360, 1), chroma=round(chroma, 3))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
