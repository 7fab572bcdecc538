"""Conditions of the read rule: written in the ORM, put into SQL once a process.

Every queryset that starts at the rule is translated anew for each request, the rule with it. A
clause remembers its own translation and enters the others as finished text.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

from apps.core.prepared import SOMEBODY, somebody

Part = Callable[[Any], QuerySet[Any]]

_HOLE = re.compile(r"\{(\w+)\}")
# A column's place in translated SQL, where no text of ours can stand.
_MARK = re.compile("\x00(\\d+)\x00")


def _mark(number: int | str) -> str:
    return f"\x00{number}\x00"


def column(number: int) -> RawSQL:
    """In a part: the column of this number, of the row the clause is about."""
    return RawSQL(_mark(number), [])  # noqa: S611 - a number


class Clause:
    """`Clause("{0} IN ({granted})", granted=…)(person, "pk")` is a condition for `filter`.

    `{0}`, `{1}`… are the columns given by name, `{person}` is the person's primary key, every other
    name is a part: a function of the person that answers a queryset, in which `column(0)` stands
    for a column. A part must use the person by primary key alone and nothing else that changes.
    """

    def __init__(self, template: str, **parts: Part) -> None:
        self._template = template
        self._parts = parts

    def __call__(self, person: Any, *columns: str) -> "Holds":
        return Holds(*columns, clause=self, person=person.pk)

    @cached_property
    def translated(self) -> tuple[list[str], list[Any]]:
        """Text, the number of a column, text, … and the parameters of all the text."""
        text, params, end = "", [], 0
        for hole in _HOLE.finditer(self._template):
            sql, values = self._filled(hole[1])
            text += self._template[end : hole.start()] + sql
            params += values
            end = hole.end()
        return _MARK.split(text + self._template[end:]), params

    def _filled(self, name: str) -> tuple[str, list[Any]]:
        if name.isdigit():
            return _mark(name), []
        if name == "person":
            return "%s", [SOMEBODY]
        query = self._parts[name](somebody()).query.clone()
        # Names of its own, so that a column of the row stays the row's.
        query.change_aliases({alias: f"its_{alias}" for alias in query.alias_map})
        sql, params = query.get_compiler(connection.alias).as_sql()
        return sql, list(params)


class Holds(Func):
    """A clause about one person and the columns of a row."""

    output_field = BooleanField()

    def __init__(self, *columns: Any, clause: Clause, person: int, **extra: Any) -> None:
        super().__init__(*columns, **extra)
        self._clause = clause
        self._person = person

    def as_sql(self, compiler: SQLCompiler, *_: Any, **__: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        pieces, params = self._clause.translated
        text = [columns[int(p)] if n % 2 else p for n, p in enumerate(pieces)]
        return "".join(text), [self._person if p == SOMEBODY else p for p in params]
