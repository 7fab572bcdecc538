"""Model instances from rows: what a queryset does after its query, for rows that come otherwise."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler


class Instances:
    """Makes the objects of rows that answer the SQL of `compiler`, which has made it (`as_sql`).

    With related objects (`select_related`) and annotations, as Django's `ModelIterable` does.
    """

    def __init__(self, compiler: SQLCompiler) -> None:
        select, info = compiler.select, compiler.klass_info
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        self._compiler = compiler
        self._model = info["model"]
        self._own = slice(first, last)
        self._names = [column.target.attname for column, *_ in select[self._own]]
        self._related = get_related_populators(info, select, compiler.using)  # type: ignore[call-arg,arg-type]
        self._annotations = (compiler.annotation_col_map or {}).items()
        self._converters = compiler.get_converters([column for column, *_ in select])

    def __call__(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        given: Iterable[Any] = rows
        if self._converters:
            given = self._compiler.apply_converters(given, self._converters)
        for row in given:
            instance = self._model.from_db(self._compiler.using, self._names, row[self._own])
            for populator in self._related:
                populator.populate(row, instance)
            for name, position in self._annotations:
                setattr(instance, name, row[position])
            yield instance
