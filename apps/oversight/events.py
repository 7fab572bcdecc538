from dataclasses import dataclass

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class AccessEvent(Event):
    access_id: int

    @property
    def keys(self) -> list[str]:
        return [f"access.{self.access_id}"]


@dataclass(frozen=True, kw_only=True)
class AccessAsked(AccessEvent):
    """Somebody named in the settings is to answer."""

    name = "access.asked"


@dataclass(frozen=True, kw_only=True)
class AccessAnswered(AccessEvent):
    """`person_id` asked; the answer is on their page."""

    name = "access.answered"


@dataclass(frozen=True, kw_only=True)
class AccessTold(AccessEvent):
    """The readers of `space_id` are told, now or when the law lets them be."""

    name = "access.told"


@dataclass(frozen=True, kw_only=True)
class AccessOver(AccessEvent):
    """The time of an access has come: recorded when it is approved, for its end."""

    name = "access.over"
