"""What became of the lines: counted by kind, and why some were left out."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

KINDS = ("user", "space", "membership", "post", "comment", "reaction", "file")
SHOWN_NUMBERS = 10
# A file of another kind has a reason of its own on every line.
MOST_REASONS = 500


@dataclass
class Report:
    """Counts by kind of line. `reasons` maps a sentence to the first line numbers it holds for."""

    read: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    already_here: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    reasons: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Report") -> None:
        """Take over what `other` counted."""
        for name in ("read", "written", "already_here", "skipped", "counts"):
            getattr(self, name).update(getattr(other, name))
        for reason, numbers in other.reasons.items():
            self.reasons[reason] = (self.reasons[reason] + numbers)[:SHOWN_NUMBERS]

    def skip(self, number: int, kind: str, reason: str) -> None:
        self.skipped[kind] += 1
        if reason not in self.counts and len(self.counts) >= MOST_REASONS:
            reason = "other reasons"
        self.counts[reason] += 1
        self.reasons[reason] = [*self.reasons[reason], number][:SHOWN_NUMBERS]

    @property
    def is_complete(self) -> bool:
        return not self.skipped

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """Kind, read, written, already here, skipped; lines of no known kind come last as "?"."""
        kinds = [*KINDS, *sorted((self.read.keys() | self.skipped.keys()) - set(KINDS))]
        return [
            (kind, self.read[kind], self.written[kind], self.already_here[kind], self.skipped[kind])
            for kind in kinds
        ]

    def explanations(self) -> list[str]:
        """One sentence a reason, the most frequent first: how many lines, and which."""
        sentences = []
        for reason, count in self.counts.most_common():
            numbers = ", ".join(f"{n:,}" for n in self.reasons[reason])
            more = ", …" if count > len(self.reasons[reason]) else ""
            lines = "line" if count == 1 else "lines"
            sentences.append(f"{count:,} {lines}: {reason} ({lines} {numbers}{more})")
        return sentences
