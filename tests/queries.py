"""Queries: what matters is that their number does not grow with the rows."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(act: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def assert_constant_queries(
    act: Callable[[], object], grow: Callable[[], object], *, budget: int | None = None
) -> None:
    """Run `act`, then `grow` the world, then `act` again: no more queries than before."""
    act()
    few = queries_of(act)
    grow()
    act()
    many = queries_of(act)
    assert len(many) <= len(few), "\n".join(many)
    if budget is not None:
        assert len(many) <= budget, f"{len(many)} > {budget}\n" + "\n".join(many)
