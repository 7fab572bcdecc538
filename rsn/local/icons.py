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
    """The ground to all sides: phones cut it to their own shape. What the sign needs is inside the
    circle that no shape cuts (four fifths across: W3C, maskable icons).
    """
    return GROUND.sub(lambda ground: re.sub(r' rx="\d+"', "", ground.group()), drawing)


def _draw(name: str, size: int, svg: str) -> Path:
    # Of the tests' dependencies, and only here: the product itself needs no browser.
    from playwright.sync_api import sync_playwright

    path = ICONS / f"{name}.png"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": size, "height": size})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{svg}")
        page.screenshot(path=path, omit_background=True)
        browser.close()
    return path
