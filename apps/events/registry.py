"""What an event is: a frozen dataclass of ids and enums with a name others may rely on."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Protocol, Self

EVENTS: dict[str, type["Event"]] = {}
SUBSCRIBERS: defaultdict[str, list["Subscriber"]] = defaultdict(list)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every event. `space_id` says whose members may know of it; `person_id` which person.

    Subclasses declare `name` ("noun.past-participle") and `keys` (`post.42`): what to ask again.
    """

    name: ClassVar[str] = ""
    goes_to_space: ClassVar[bool] = True
    goes_to_person: ClassVar[bool] = True

    actor_id: int | None = None
    space_id: int | None = None
    person_id: int | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.name:
            return
        if cls.name in EVENTS:
            raise TypeError(f"two events are named {cls.name}")
        EVENTS[cls.name] = cls

    @property
    def keys(self) -> list[str]:
        return []

    @property
    def topics(self) -> list[str]:
        """The access containers whose live readers are told."""
        space = [f"space.{self.space_id}"] if self.space_id and self.goes_to_space else []
        person = [f"person.{self.person_id}"] if self.person_id and self.goes_to_person else []
        return space + person

    def payload(self) -> dict[str, Any]:
        """The fields of the subclass; those of the base have columns of their own."""
        own = asdict(self)
        for column in fields(Event):
            own.pop(column.name)
        return own

    @classmethod
    def restore(cls, payload: dict[str, Any], **columns: int | None) -> Self:
        """Read a stored event; fields that an older or newer release wrote are passed over."""
        known = {known.name for known in fields(cls)}
        return cls(**{k: v for k, v in payload.items() if k in known}, **columns)


@dataclass(frozen=True, kw_only=True)
class PeopleEvent(Event):
    """Told in person to each of `people` (ids) and to nobody else; no frame names them."""

    people: list[int] = field(default_factory=list)

    @property
    def topics(self) -> list[str]:
        return [f"person.{person_id}" for person_id in self.people]


class Stored(Protocol):
    """A row that holds an event."""

    @property
    def name(self) -> Any: ...
    @property
    def space_id(self) -> Any: ...
    @property
    def person_id(self) -> Any: ...
    @property
    def actor_id(self) -> Any: ...
    @property
    def payload(self) -> Any: ...


def restore(row: Stored) -> Event | None:
    """The event of a stored row; None for a name that only another release knows."""
    kind = EVENTS.get(row.name)
    if kind is None:
        return None
    return kind.restore(
        row.payload, space_id=row.space_id, person_id=row.person_id, actor_id=row.actor_id
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a subscriber is given: `id` identifies the event for idempotence, `number` orders it."""

    id: int
    number: int
    event: Event


Subscriber = Callable[[Delivery], None]


def subscribe(*kinds: type[Event]) -> Callable[[Subscriber], Subscriber]:
    """Have the relay call the decorated function for these events, at least once each.

    The function only hands on (enqueues a task, publishes a frame): the relay waits for it.
    """

    def register(subscriber: Subscriber) -> Subscriber:
        for kind in kinds:
            if subscriber not in SUBSCRIBERS[kind.name]:
                SUBSCRIBERS[kind.name].append(subscriber)
        return subscriber

    return register


def subscribe_to_all(subscriber: Subscriber) -> Subscriber:
    """Have the relay call the function for every event there is or will be."""
    if subscriber not in SUBSCRIBERS["*"]:
        SUBSCRIBERS["*"].append(subscriber)
    return subscriber


def subscribers_of(name: str) -> list[Subscriber]:
    return [*SUBSCRIBERS["*"], *SUBSCRIBERS[name]]
