"""Show the errors of a log as they are written, one line each."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

ERROR = re.compile(r"\[(error|critical)\s*\]|\b(ERROR|CRITICAL|FATAL|PANIC)\b")
ASKED = "/readyz"  # the answer "not ready yet" is no error: we keep asking until it is
WIDTH = 160
QUIET_SECONDS = 30.0  # the same words again within this time are not worth a line


@dataclass
class LogWatch:
    """Follows one growing log file from where it ends now."""

    name: str
    path: Path
    _position: int = field(init=False)
    _said: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._position = self._size()

    def new_errors(self) -> list[str]:
        """Return a line for each new kind of error since the last call."""
        size = self._size()
        if size == self._position:
            return []
        with self.path.open("rb") as log:
            log.seek(self._position if size > self._position else 0)
            text = log.read().decode(errors="replace")
        self._position = size
        return [
            f"{self.name}: {line.strip()[:WIDTH]} (see {self.path})"
            for line in text.splitlines()
            if ERROR.search(line) and ASKED not in line and self._is_news(line)
        ]

    def _is_news(self, line: str) -> bool:
        words = re.sub(r"\d+", "", line)
        now = time.monotonic()
        is_news = now - self._said.get(words, -QUIET_SECONDS) >= QUIET_SECONDS
        self._said[words] = now
        return is_news

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0
