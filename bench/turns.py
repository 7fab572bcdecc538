"""Two pages asked by turns, so that what else the machine does meanwhile slows both alike."""

from contextlib import ExitStack
from statistics import median
from typing import NamedTuple

from bench.load import load
from bench.pages import CONNECTIONS, TRIVIAL_PAGE, inside, request_of, server

ROUNDS = 6
SECONDS = 2.0


class Turns(NamedTuple):
    """Of `ROUNDS` pairs: home's rate as a part of the trivial page's, at the last of the sizes; and
    its median alone there as a multiple of that at the first."""

    shares: list[float]
    growths: list[float]

    @property
    def share(self) -> float:
        return median(self.shares)

    @property
    def growth(self) -> float:
        return median(self.growths)


def home_by_turns(environments: list[dict[str, str]], home: str) -> Turns:
    """The page named `home`, on a server for each of these databases at the same time."""
    with ExitStack() as servers:
        ports, asked = [], []
        for environment in environments:
            told = inside(environment)
            servers.callback(inside, environment, "clean")
            port = servers.enter_context(server(environment))
            page = next(page for page in told["pages"] if page["name"] == home)
            asked.append([request_of(port, page, cookie) for cookie in told["cookies"]])
            ports.append(port)
            _rate(port, asked[-1])
        trivial = [request_of(ports[-1], TRIVIAL_PAGE, "")]
        turns = Turns([], [])
        for _ in range(ROUNDS):
            turns.shares.append(_rate(ports[-1], trivial) / _rate(ports[-1], asked[-1]))
            first, last = _alone(ports[0], asked[0]), _alone(ports[-1], asked[-1])
            turns.growths.append(last / first)
        return turns


def _rate(port: int, requests: list[bytes]) -> float:
    return load(port, requests, connections=CONNECTIONS, seconds=SECONDS).rate


def _alone(port: int, requests: list[bytes]) -> float:
    return load(port, requests, connections=1, seconds=SECONDS).median
