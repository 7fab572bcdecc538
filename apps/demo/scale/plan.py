"""Who belongs where and who writes, before any row exists. People and spaces count from 0."""

import random
from array import array
from bisect import bisect
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

MEMBERSHIPS = 15
MEASURED_MEMBERSHIPS = 200
CONTRIBUTORS = 0.25
MANY_COMMENTS = 200
MANY_COMMENTS_EVERY = 2_000


@dataclass(frozen=True)
class Sizes:
    people: int
    spaces: int
    posts: int
    comments: int


class Plan:
    """The last person is the measured one."""

    def __init__(self, sizes: Sizes, dice: random.Random) -> None:
        self.sizes = sizes
        self.dice = dice
        self.measured = sizes.people - 1
        # Most spaces are small, a few hold thousands.
        self._edges = list(accumulate(dice.lognormvariate(0, 1.2) for _ in range(sizes.spaces)))
        self.members = [array("i") for _ in range(sizes.spaces)]
        for person in range(sizes.people):
            for space in self._choose(self._how_many(person)):
                self.members[space].append(person)
        for members in self.members:
            dice.shuffle(members)
        self.contributes = bytearray(dice.random() < CONTRIBUTORS for _ in range(sizes.people))
        self.contributes[self.measured] = 1

    @cached_property
    def writers(self) -> "list[array[int]]":
        """Those who write, by space; somebody does in every space that has members."""
        return [
            array("i", [p for p in members if self.contributes[p]]) or members[:1]
            for members in self.members
        ]

    @cached_property
    def writing_edges(self) -> list[int]:
        """Spaces by how much is written in them: as many posts as writers, on average."""
        return list(accumulate(map(len, self.writers)))

    def comments_of_posts(self) -> "array[int]":
        """How many each post has: often none, sometimes hundreds; in all as many as asked."""
        sizes, dice = self.sizes, self.dice
        mean = sizes.comments / max(1, sizes.posts)
        counts = array(
            "i", [int(dice.lognormvariate(-0.55, 1.25) * mean) for _ in range(sizes.posts)]
        )
        for post in self.long_threads():
            counts[post] = MANY_COMMENTS
        missing = sizes.comments - sum(counts)
        step = 1 if missing > 0 else -1
        while missing and sizes.posts:
            post = dice.randrange(sizes.posts)
            if counts[post] != MANY_COMMENTS and counts[post] + step >= 0:
                counts[post] += step
                missing -= step
        return counts

    def long_threads(self) -> list[int]:
        """Posts with `MANY_COMMENTS`, spread over time, where comments are plenty enough."""
        if self.sizes.comments < 2 * MANY_COMMENTS:
            return []
        return list(range(self.sizes.posts - 1, -1, -MANY_COMMENTS_EVERY))[:1000]

    def some_space(self) -> int:
        """A space, the likelier the more people write in it."""
        return bisect(self.writing_edges, self.dice.random() * self.writing_edges[-1])

    def _how_many(self, person: int) -> int:
        if person == self.measured:
            return min(MEASURED_MEMBERSHIPS, self.sizes.spaces)
        wanted = MEMBERSHIPS * 0.81 * self.dice.lognormvariate(0, 0.65)
        return min(max(1, round(wanted)), 120, self.sizes.spaces)

    def _choose(self, count: int) -> set[int]:
        if count > self.sizes.spaces // 2:
            return set(self.dice.sample(range(self.sizes.spaces), count))
        chosen: set[int] = set()
        while len(chosen) < count:
            chosen.add(bisect(self._edges, self.dice.random() * self._edges[-1]))
        return chosen
