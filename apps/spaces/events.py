from dataclasses import dataclass

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class SpaceCreated(Event):
    name = "space.created"

    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Event):
    """Name, description, charter note, or archive state."""

    name = "space.changed"

    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class SpaceKindChanged(Event):
    """Who may read has changed for everybody at once; `kind` is the new one."""

    name = "space.kind-changed"
    kind: str

    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class MembershipStarted(Event):
    name = "membership.started"

    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    name = "membership.changed"

    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(Event):
    name = "membership.ended"
    goes_to_person = False

    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class AccessRevoked(Event):
    """`person_id` may no longer read `space_id`; only they are told."""

    name = "access.revoked"
    goes_to_space = False


@dataclass(frozen=True, kw_only=True)
class FollowStarted(Event):
    name = "follow.started"
    goes_to_space = False


@dataclass(frozen=True, kw_only=True)
class FollowEnded(Event):
    name = "follow.ended"
    goes_to_space = False
