"""Asking to be let into a space, and the answer."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.decisions import refuse, require
from apps.core.html import clean_text
from apps.events.actions import record
from apps.profiles.models import User
from apps.spaces.actions.members import admit, lock_space
from apps.spaces.entering import can_request
from apps.spaces.events import AccessRequested, RequestAnswered
from apps.spaces.models import JoinRequest, Membership, Space
from apps.spaces.permissions import can_manage_members, standing

State = JoinRequest.State


@transaction.atomic
def request_access(
    *, user: User, space: Space, message: str = "", key: UUID | None = None
) -> JoinRequest:
    """Ask once: the same form again, or a second one meanwhile, answers with the first request."""
    locked = lock_space(space)
    before = JoinRequest.objects.filter(user=user, key=key).first() if key else None
    if before is not None and before.space_id == locked.pk:
        return before
    require(can_request(standing(user, locked)))
    waiting = JoinRequest.objects.waiting().filter(user=user, space=locked).first()
    if waiting is not None:
        return waiting
    asked = JoinRequest.objects.create(
        user=user, space=locked, message=clean_text(message), key=None if before else key
    )
    record(AccessRequested(actor_id=user.pk, space_id=locked.pk, person_id=user.pk))
    return asked


@transaction.atomic
def withdraw_request(*, user: User, space: Space) -> None:
    """Take back what waits. Taking back nothing is no error."""
    waiting = JoinRequest.objects.waiting().filter(user=user, space=lock_space(space))
    waiting.update(state=State.WITHDRAWN, decided_at=timezone.now())


@transaction.atomic
def answer_request(*, actor: User, request: JoinRequest, is_accepted: bool, word: str = "") -> None:
    """Let the person in, or not, with a word. Raises `Refused` when it was answered meanwhile."""
    locked = lock_space(request.space)
    require(can_manage_members(standing(actor, locked)))
    waiting = JoinRequest.objects.waiting().filter(pk=request.pk).select_related("user").first()
    if waiting is None:
        refuse(_("This request was answered or withdrawn meanwhile."))
    if is_accepted and locked.is_archived:
        refuse(_("This space is archived: it can be read, not joined."))
    waiting.state = State.ACCEPTED if is_accepted else State.DECLINED
    waiting.word = clean_text(word)
    waiting.decided_by, waiting.decided_at = actor, timezone.now()
    waiting.save(update_fields=["state", "word", "decided_by", "decided_at"])
    if is_accepted:
        person = waiting.user
        admit(actor=actor, user=person, space=locked, role=Membership.Role.MEMBER, is_asked=True)
    record(
        RequestAnswered(
            actor_id=actor.pk,
            space_id=locked.pk,
            person_id=waiting.user_id,
            is_accepted=is_accepted,
        )
    )
