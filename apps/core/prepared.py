"""Questions asked on every page: put into SQL once a process, planned once a connection.

Building a queryset of a dozen conditions costs Python more time than Postgres needs to answer it,
and planning its SQL costs Postgres as much again. The query stays written in the ORM, the read
rule included; its translation is remembered here, and its plan by each connection (PREPARE).
"""

from collections.abc import Callable, MutableMapping
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler
from psycopg2.extensions import AsIs

from apps.core.instances import Instances

M = TypeVar("M", bound=Model)

# Stands for the person while the query is translated; no primary key is negative.
SOMEBODY = -7_340_033


def somebody() -> Any:
    """The person who a query is translated for once, to be asked for any."""
    return get_user_model()(pk=SOMEBODY)


_numbers = count(1)
_by_name: dict[str, "Statement"] = {}
# The statements each connection knows; a connection made anew knows none.
_known: MutableMapping[Any, set[str]] = WeakKeyDictionary()


class Statement:
    """SQL with `$1`, `$2`… of the given Postgres types. `text` is asked for when first needed."""

    def __init__(self, name: str, text: Callable[[], str], *types: str) -> None:
        self._name = f"{name}_{next(_numbers)}"
        self._text = text
        self._types = types
        self._execute = f"EXECUTE {self._name} ({', '.join(['%s'] * len(types))})"
        _by_name[self._name] = self

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows of the answer to these values, one for each type."""
        with connection.cursor() as db:
            self._prepare(db)
            db.execute(self._execute, values)
            return db.fetchall()

    def _prepare(self, db: Any) -> None:
        known = _known.setdefault(connection.connection, set())
        if self._name not in known:
            db.execute(self.preparation)
            known.add(self._name)

    @cached_property
    def preparation(self) -> str:
        """What a connection is told once."""
        return f"PREPARE {self._name} ({', '.join(self._types)}) AS {self._text()}"


def preparations() -> list[str]:
    """What makes another connection understand the statements that were asked so far."""
    return [one.preparation for one in _by_name.values() if "preparation" in vars(one)]


def given(position: int) -> RawSQL:
    """In a queryset whose text becomes part of a `Statement`: the value that stands there."""
    return RawSQL(f"${position}", [])  # noqa: S611 - a number


class Prepared(Generic[M]):
    """`build(person)` must use the person only by primary key, and nothing else that changes.

    Beside the person, values of the Postgres `types` may stand in it as `given(2)`, `given(3)`…
    """

    def __init__(self, build: Callable[[Any], QuerySet[M]], *types: str) -> None:
        self._build = build
        name = build.__name__.strip("_<>")
        self._statement = Statement(name, lambda: self.text, "bigint", *types)

    def rows(self, person: Any, *values: Any) -> list[M]:
        """The objects, annotations included; none for somebody who is not signed in or inactive."""
        if not (person.is_authenticated and person.is_active):
            return []
        return self.about(person.pk, *values)

    def about(self, pk: int, *values: Any) -> list[M]:
        """The same for the person of this primary key, whoever that is."""
        return list(self._instances(self._statement.rows(pk, *values)))

    def sql(self, person: Any) -> tuple[str, list[Any]]:
        """The SQL and its parameters for this person, to be part of a longer one."""
        _, statement, params = self._translated
        return statement, [person.pk if value == SOMEBODY else value for value in params]

    @cached_property
    def text(self) -> str:
        """The SQL, with `$1` for the person and every other value written out."""
        _, statement, params = self._translated
        written = [AsIs("$1") if value == SOMEBODY else value for value in params]
        with connection.cursor() as db:
            return str(db.mogrify(statement, written).decode())

    @cached_property
    def _instances(self) -> Instances:
        compiler, *_ = self._translated
        return Instances(compiler)

    @cached_property
    def _translated(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._build(somebody())
        compiler = queryset.query.get_compiler(connection.alias)
        statement, params = compiler.as_sql()
        return compiler, statement, tuple(params)
