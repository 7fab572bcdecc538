"""Membership in a small set of ids, computed first."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Expression, F, Func, QuerySet


class Among(Func):
    """`filter(Among(ids))`: the primary key is one of the ids that the queryset `ids` answers, or
    of an array.

    Written `= ANY(ARRAY(…))` and not `IN (…)`: Postgres then reads the few rows by key before it
    looks at the other conditions, where an `IN` inside an `OR` has it read the whole table
    (20 ms against 2.8 ms for 200 ids among 70,000 spaces).
    """

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()

    def __init__(self, ids: QuerySet[Any] | Expression, **extra: Any) -> None:
        array = ids if isinstance(ids, Expression) else ArraySubquery(ids)
        super().__init__(F("pk"), array, **extra)
