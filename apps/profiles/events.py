from dataclasses import dataclass, field

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A name, face or job that others see has changed; `person_id` is whose."""

    name = "profile.changed"

    @property
    def keys(self) -> list[str]:
        return [f"person.{self.person_id}"]


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    """`person_id` was entrusted with, or relieved of, these flags of `profiles.roles.ROLES`."""

    name = "roles.changed"

    given: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return [f"person.{self.person_id}"]


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Event):
    """`person_id` has left the organisation: every session ends, every space loses them."""

    name = "person.deactivated"


@dataclass(frozen=True, kw_only=True)
class PersonActivated(Event):
    """`person_id` has joined, or come back to, the organisation."""

    name = "person.activated"
