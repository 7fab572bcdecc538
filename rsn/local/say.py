"""What the person in front of the terminal sees."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text


class Screen:
    """Lines on the terminal; a terminal that has gone away is no reason to fail."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
        self._live: Live | None = None

    def line(self, content: RenderableType = "") -> None:
        """Print one line (or a renderable) as it is, without reading markup in it."""
        with suppress(OSError):
            self._console.print(Text(content) if isinstance(content, str) else content)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show that `name` is going on, then how long it took and whether it worked."""
        began = time.monotonic()
        # Refreshed by `tick`: a thread that draws would make starting children unsafe.
        spinner = Spinner("dots", Text(name))
        self._live = Live(spinner, console=self._console, auto_refresh=False, transient=True)
        with suppress(OSError):
            self._live.start()
        worked = False
        try:
            yield
            worked = True
        finally:
            with suppress(OSError):
                self._live.stop()
            self._live = None
            self._done(name, time.monotonic() - began, worked=worked)

    def _done(self, name: str, seconds: float, *, worked: bool) -> None:
        tick = ("✓", "green") if worked else ("✗", "red")
        self.line(Text.assemble(tick, f" {name} ", (f"{seconds:.1f} s", "dim")))

    def tick(self) -> None:
        """Show that the step is still going on; call it while waiting."""
        if self._live is not None:
            with suppress(OSError):
                self._live.refresh()
