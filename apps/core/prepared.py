"""Querysets about one person, compiled to SQL once a process.

Building a queryset of a dozen conditions costs Python more time than Postgres needs to answer it.
The query stays written in the ORM, the read rule included; only its translation is remembered.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)

# Stands for the person while the query is translated; no primary key is negative.
SOMEBODY = -7_340_033


class Prepared(Generic[M]):
    """`build(person)` must use the person only by primary key, and nothing else that changes."""

    def __init__(self, build: Callable[[Any], QuerySet[M]], somebody: Callable[[int], Any]) -> None:
        self._build = build
        self._somebody = somebody

    def sql(self, person: Any) -> tuple[str, list[Any]]:
        """The statement and its parameters for this person, who must be active."""
        statement, params = self._translated
        return statement, [person.pk if value == SOMEBODY else value for value in params]

    def rows(self, person: Any) -> list[M]:
        """The objects, annotations included; none for somebody who is not signed in or inactive."""
        if not (person.is_authenticated and person.is_active):
            return []
        statement, params = self.sql(person)
        return list(self._model.objects.raw(statement, params))  # type: ignore[attr-defined]

    @cached_property
    def _model(self) -> type[M]:
        return self._build(self._somebody(SOMEBODY)).model

    @cached_property
    def _translated(self) -> tuple[str, tuple[Any, ...]]:
        query = self._build(self._somebody(SOMEBODY)).query
        statement, params = query.sql_with_params()
        return statement, tuple(params)
