"""An answer takes as long for what one may not see as for what is not there.

The same questions to the database are counted in test_doors; here the clock is asked. Both
addresses are opened by turns, and the two lists of times compared by ranks (Mann and Whitney,
1947), which one slow answer does not move. Which of a pair comes first is drawn: in a fixed order
what happens every few requests (a collection of garbage, a plan made anew) always fell on the same
address, and looked like a difference of six deviations. A busy machine is given three attempts:
what really differs differs each time, as the last test shows.
"""

import math
import random
import time

import pytest

from tests.access.doors import Told

ROUNDS, ATTEMPTS = 150, 3
# Standard deviations from "no difference": one run of 100,000 goes beyond by chance.
LIMIT = 4.3


def times_by_turns(client, first: str, second: str) -> tuple[list[float], list[float]]:
    """Seconds of each answer; the order within a pair is drawn."""
    taken: dict[str, list[float]] = {first: [], second: []}
    for _ in range(ROUNDS):
        for path in random.sample((first, second), 2):
            begun = time.perf_counter()
            client.get(path)
            taken[path].append(time.perf_counter() - begun)
    return taken[first], taken[second]


def deviation(first: list[float], second: list[float]) -> float:
    """The U statistic as a number of standard deviations from its mean, by normal approximation."""
    ranked = sorted([(t, 0) for t in first] + [(t, 1) for t in second])
    ranks = sum(rank for rank, (_, which) in enumerate(ranked, start=1) if which == 0)
    n, m = len(first), len(second)
    u = ranks - n * (n + 1) / 2
    return (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)


def differs(client, first: str, second: str) -> bool:
    """Whether each of several attempts tells the two apart, always in the same direction."""
    found = []
    for _ in range(ATTEMPTS):
        apart = deviation(*times_by_turns(client, first, second))
        if abs(apart) < LIMIT:
            return False
        found.append(apart > 0)
    return len(set(found)) == 1


HIDDEN = {
    "space": lambda t: (f"/spaces/{t.space.slug}/", f"/spaces/{'x' * len(t.space.slug)}/"),
    "space about": lambda t: (
        f"/spaces/{t.space.slug}/about/",
        f"/spaces/{'x' * len(t.space.slug)}/about/",
    ),
    "post": lambda t: (f"/posts/{t.post.pk}/", f"/posts/{t.post.pk + 1_000_000}/"),
    "comment": lambda t: (f"/comments/{t.comment.pk}/", f"/comments/{t.comment.pk + 1_000_000}/"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_takes_as_long_as_absent(kind, world, in_confidential: Told, signed_in):
    hidden, absent = HIDDEN[kind](in_confidential)
    client = signed_in(world.outsider)
    client.get(hidden)
    assert not differs(client, hidden, absent)


@pytest.mark.slow
def test_the_comparison_notices_a_difference(world, in_confidential: Told, signed_in):
    """The same pair for somebody who reads the one and not the other."""
    hidden, absent = HIDDEN["comment"](in_confidential)
    client = signed_in(world.member)
    client.get(hidden)
    assert differs(client, hidden, absent)
