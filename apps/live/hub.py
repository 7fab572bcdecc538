"""The sockets of this process, and who is told what.

Everything here runs in the event loop, and events come one at a time in the order of their
numbers. A socket stands in the table of a topic only after the read rule said yes, and leaves it
before anything later is told: being in the table *is* the authorisation.
"""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from apps.accounts.events import SessionEnded
from apps.events.registry import Delivery
from apps.live import topics
from apps.live.database import ask, ask_for_stream
from apps.live.identity import Identity
from apps.live.socket import Socket
from apps.live.topics import Arrival, person_topic, space_topic
from apps.live.wire import SESSION_ENDED, UNTOLD, event_frame, revoked_frame
from apps.profiles.events import PersonDeactivated, ProfileChanged
from apps.spaces.events import (
    AccessRevoked,
    FollowEnded,
    FollowStarted,
    MembershipEnded,
    MembershipStarted,
    SpaceCreated,
    SpaceKindChanged,
    SpaceReadersChanged,
)

# After these, the spaces that `person_id` is told of may be others. A change of profile can be a
# change of unit, which carries access.
RESUBSCRIBING = (
    AccessRevoked,
    FollowEnded,
    FollowStarted,
    MembershipEnded,
    MembershipStarted,
    ProfileChanged,
    SpaceCreated,
)
MOST_WATCHED = 200  # spaces a socket may watch


class Hub:
    """Tables from topics to sockets; `position` is the number of the last event told."""

    def __init__(self) -> None:
        self.position = 0
        self._told: defaultdict[str, set[Socket]] = defaultdict(set)
        self._kinds_changed = 0

    # Coming and going

    @property
    def sockets(self) -> list[Socket]:
        people = [told for topic, told in self._told.items() if topic.startswith("person.")]
        return [socket for told in people for socket in told]

    def enter(self, socket: Socket) -> None:
        """Know of this socket, so that what happens to its person is noticed from now on."""
        self._join(socket, person_topic(socket.person_id))

    def leave(self, socket: Socket) -> None:
        for topic in tuple(socket.topics):
            self._part(socket, topic)

    async def admit(self, socket: Socket, since: int | None) -> Arrival:
        """Subscribe an entered socket to its spaces; returns what to tell it first.

        Whatever happens between the answer of the database and the entry in the tables makes the
        answer void: it is asked again.
        """
        while True:
            before = self._changes(socket)
            arrival = await ask(lambda: topics.arrival(socket.person_id, since))
            if self._changes(socket) == before and arrival.cursor >= self.position:
                break
        if socket.close_code is None:
            for space_id in arrival.space_ids:
                self._join(socket, space_topic(space_id))
        return arrival

    async def watch(self, socket: Socket, space_ids: Iterable[int]) -> frozenset[int]:
        """Subscribe to readable spaces at the tab's wish; returns those it now watches."""
        room = MOST_WATCHED - len(socket.watched)
        wished = [space_id for space_id in space_ids if space_id not in socket.watched][:room]
        while True:
            before = self._changes(socket)
            readable = await ask(lambda: topics.readable(socket.person_id, wished))
            if self._changes(socket) == before:
                break
        if socket.close_code is None:
            socket.watched |= readable
            for space_id in readable:
                self._join(socket, space_topic(space_id))
        return socket.watched

    # Telling

    async def tell(self, delivery: Delivery) -> None:
        """Bring the tables up to date with an event, then tell whom it concerns."""
        event = delivery.event
        match event:
            case PersonDeactivated():
                self._close(self._of(event.person_id))
            case SessionEnded():
                self._close(self._of(event.person_id), digest=event.session_digest)
            case AccessRevoked():
                self._evict(event.person_id, event.space_id)
            case SpaceKindChanged() | SpaceReadersChanged():
                await self._check_space(delivery)
        if isinstance(event, RESUBSCRIBING) and self._of(event.person_id):
            await self._resubscribe(delivery)
        if not isinstance(event, UNTOLD):
            await self._write(delivery)
        self.position = max(self.position, delivery.number)

    async def _write(self, delivery: Delivery) -> None:
        event, text = delivery.event, event_frame(delivery)
        topic = space_topic(event.space_id) if event.space_id else ""
        told: set[Socket] = set()
        for of_topic in event.topics:
            told |= self._told.get(of_topic, set())
        if topic and not isinstance(event, AccessRevoked):
            told -= await self._strangers(event.space_id, topic, told)
        for socket in told:
            socket.tell(delivery.number, text, topic)

    async def _strangers(self, space_id: int | None, topic: str, told: set[Socket]) -> set[Socket]:
        """Of those addressed in person, the sockets of people who may not know of the space."""
        elsewhere = {socket for socket in told if topic not in socket.topics}
        if not elsewhere or space_id is None:
            return set()
        people = {socket.person_id for socket in elsewhere}
        readers = await ask_for_stream(lambda: topics.readers_among(space_id, people))
        return {socket for socket in elsewhere if socket.person_id not in readers}

    # Access that changes

    def _evict(self, person_id: int | None, space_id: int | None) -> None:
        """Tell this person's sockets nothing more of the space, not even what already waits."""
        for socket in self._of(person_id):
            socket.changes += 1
            self._lose(socket, space_id)

    async def _check_space(self, delivery: Delivery) -> None:
        """Everybody may have lost a space at once: keep those who may still read it."""
        space_id = delivery.event.space_id
        self._kinds_changed += 1
        watching = set(self._told.get(space_topic(space_id), ()))
        people = {socket.person_id for socket in watching}
        if not people or space_id is None:
            return
        readers = await ask_for_stream(lambda: topics.readers_among(space_id, people))
        for socket in set(self._told.get(space_topic(space_id), ())):
            # Who came since was asked about the space as it is now.
            if socket.person_id in people - readers:
                self._lose(socket, space_id)
                socket.tell(delivery.number, revoked_frame(delivery.number, space_id))

    async def _resubscribe(self, delivery: Delivery) -> None:
        """Give a person's sockets exactly the topics the database says they have now."""
        person_id = delivery.event.person_id or 0
        theirs, readable = await self._held(person_id)
        for socket in self._of(person_id):
            socket.changes += 1
            if not socket.is_told:
                continue  # it is being admitted, and will ask again
            wanted = {space_topic(s) for s in theirs | (socket.watched & readable)}
            wanted.add(person_topic(person_id))
            socket.watched &= readable
            for topic in socket.topics - wanted:
                self._part(socket, topic)
                socket.forget(topic)
                if isinstance(delivery.event, ProfileChanged):
                    space_id = int(topic.removeprefix("space."))
                    socket.tell(delivery.number, revoked_frame(delivery.number, space_id))
            for topic in wanted - socket.topics:
                self._join(socket, topic)

    async def _held(self, person_id: int) -> tuple[frozenset[int], frozenset[int]]:
        """What a person is told of anyway, and what they may read of what their tabs watch."""
        while True:
            watched = self._watched(person_id)
            held = await ask_for_stream(
                lambda: (topics.subscribed(person_id), topics.readable(person_id, watched))  # noqa: B023 - awaited here
            )
            # A tab may have begun to watch since: the answer says nothing of that space.
            if self._watched(person_id) <= watched:
                return held

    def close_others(self, sockets: Iterable[Socket], valid: set[Identity]) -> None:
        """Close those of the sockets whose identity is not valid any more."""
        self._close(socket for socket in sockets if socket.identity not in valid)

    def _close(self, sockets: Iterable[Socket], *, digest: str = "") -> None:
        for socket in tuple(sockets):
            key = socket.identity.session_key
            if not digest or sha256(key.encode()).hexdigest() == digest:
                socket.close(SESSION_ENDED)
                self.leave(socket)

    # Tables

    def _of(self, person_id: int | None) -> set[Socket]:
        return self._told.get(person_topic(person_id), set()) if person_id else set()

    def _watched(self, person_id: int) -> frozenset[int]:
        return frozenset().union(*(socket.watched for socket in self._of(person_id)))

    def _changes(self, socket: Socket) -> tuple[int, int]:
        return socket.changes, self._kinds_changed

    def _lose(self, socket: Socket, space_id: int | None) -> None:
        topic = space_topic(space_id)
        socket.watched -= {space_id}
        self._part(socket, topic)
        socket.forget(topic)

    def _join(self, socket: Socket, topic: str) -> None:
        socket.topics.add(topic)
        self._told[topic].add(socket)

    def _part(self, socket: Socket, topic: str) -> None:
        socket.topics.discard(topic)
        told = self._told.get(topic)
        if told is not None:
            told.discard(socket)
            if not told:
                del self._told[topic]
