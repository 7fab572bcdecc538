"""`python -m rsn.local icons`: the pictures an installed application needs, drawn from our SVG.

Phones ask for PNG. They are committed: whoever serves the product needs no browser to draw them.
"""

import re
from pathlib import Path

from rsn.local.browser import ensure_chromium
from rsn.local.places import ROOT

ICONS = ROOT / "static" / "icons"
GROUND = re.compile(r"<rect[^>]*/>")
SIZES = (192, 512)
BADGE = 96
# What phones cut to a circle keeps its drawing inside four fifths (W3C, maskable icons).
INSIDE = 0.72


def draw() -> list[Path]:
    """Write the pictures; which ones. Raises Trouble without a Chromium."""
    drawing = (ICONS / "favicon.svg").read_text()
    wanted = {
        **{f"app-{size}": (size, drawing) for size in SIZES},
        **{f"maskable-{size}": (size, _maskable(drawing)) for size in SIZES},
        f"badge-{BADGE}": (BADGE, GROUND.sub("", drawing)),
    }
    return [_draw(name, size, svg) for name, (size, svg) in wanted.items()]


def _maskable(drawing: str) -> str:
    """The ground to all sides, and the sign within what no mask cuts."""
    ground = GROUND.search(drawing)
    colour = re.search(r'fill="(#\w+)"', ground.group() if ground else "")
    sign = GROUND.sub("", drawing)
    inner = sign[sign.index(">") + 1 : sign.rindex("</svg>")]
    shift = 16 * (1 - INSIDE)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" fill="{colour.group(1) if colour else "#000"}"/>'
        f'<g transform="translate({shift} {shift}) scale({INSIDE})">{inner}</g></svg>'
    )


def _draw(name: str, size: int, svg: str) -> Path:
    # Of the tests' dependencies, and only here: the product itself needs no browser.
    from playwright.sync_api import sync_playwright

    path = ICONS / f"{name}.png"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": size, "height": size})
        page.set_content(f"<style>*{{margin:0;display:block;width:{size}px}}</style>{svg}")
        page.screenshot(path=path, omit_background=True)
        browser.close()
    return path
