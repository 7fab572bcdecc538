from dataclasses import dataclass, field

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class SpaceEvent(Event):
    @property
    def keys(self) -> list[str]:
        return [f"space.{self.space_id}"]


@dataclass(frozen=True, kw_only=True)
class SpaceCreated(SpaceEvent):
    name = "space.created"


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(SpaceEvent):
    """Name, description, charter note, or archive state."""

    name = "space.changed"


@dataclass(frozen=True, kw_only=True)
class SpaceKindChanged(SpaceEvent):
    """Who may read has changed for everybody at once; `kind` is the new one."""

    name = "space.kind-changed"
    kind: str


@dataclass(frozen=True, kw_only=True)
class MembershipStarted(SpaceEvent):
    """`is_asked`: the person asked for it, and is told by the answer."""

    name = "membership.started"
    is_asked: bool = False


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(SpaceEvent):
    name = "membership.changed"


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(SpaceEvent):
    name = "membership.ended"
    goes_to_person = False


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


@dataclass(frozen=True, kw_only=True)
class SpaceReadersChanged(SpaceEvent):
    """A unit was given access, or lost it: who may read has changed for many at once."""

    name = "space.readers-changed"
    group_id: int | None = None
    is_granted: bool = False


@dataclass(frozen=True, kw_only=True)
class SpaceDeletionPlanned(SpaceEvent):
    """Planned, or cancelled."""

    name = "space.deletion-planned"


@dataclass(frozen=True, kw_only=True)
class SpaceDeleted(SpaceEvent):
    name = "space.deleted"


@dataclass(frozen=True, kw_only=True)
class EntryEvent(SpaceEvent):
    """About a way into a space: who reads it is not told of `person_id` by a frame, nor are they
    of the space. Notifications say what there is to say.
    """

    goes_to_space = False
    goes_to_person = False


@dataclass(frozen=True, kw_only=True)
class AccessRequested(EntryEvent):
    name = "access.requested"


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(EntryEvent):
    name = "request.answered"
    is_accepted: bool


@dataclass(frozen=True, kw_only=True)
class InvitationSent(EntryEvent):
    """To each of `people` (ids): of a whole unit at once, perhaps."""

    name = "invitation.sent"
    people: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class InvitationAnswered(EntryEvent):
    """`person_id` accepted or declined; `inviter_id` asked them in."""

    name = "invitation.answered"
    inviter_id: int
    is_accepted: bool


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(EntryEvent):
    name = "invitation.withdrawn"


@dataclass(frozen=True, kw_only=True)
class PersonExcluded(EntryEvent):
    name = "person.excluded"


@dataclass(frozen=True, kw_only=True)
class ExclusionEnded(EntryEvent):
    name = "exclusion.ended"


@dataclass(frozen=True, kw_only=True)
class AppealMade(EntryEvent):
    name = "appeal.made"


@dataclass(frozen=True, kw_only=True)
class AppealAnswered(EntryEvent):
    name = "appeal.answered"


@dataclass(frozen=True, kw_only=True)
class SpaceOffered(EntryEvent):
    """A space without an owner is offered to `person_id`, a member."""

    name = "space.offered"
