"""The ways into a space and out of it: asked, answered, invited, let in by a unit, kept out.

Some are told to people who do not read the space: of these `still_true` says whether there is
still something to tell, and `Notification.visible_to` whether they may know of it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.profiles.models import User, UserQuerySet
from apps.spaces.events import (
    AccessRequested,
    InvitationAnswered,
    InvitationSent,
    RequestAnswered,
    SpaceReadersChanged,
)
from apps.spaces.models import Invitation, JoinRequest, Membership, Space, SpaceGrant

ACCEPTED, DECLINED = "accepted", "declined"


def _where(event: Any) -> str:
    return f"space.{event.space_id}"


def _those_who_answer(event: AccessRequested) -> QuerySet[SpaceGrant, int]:
    held = SpaceGrant.objects.filter(
        content_object=event.space_id, permission__codename="manage_members"
    )
    return held.values_list("user_id", flat=True)


def _still_waits(rows: QuerySet[Any]) -> QuerySet[Any]:
    asked = JoinRequest.objects.waiting().filter(
        user=OuterRef("actor_id"), space=OuterRef("space_id")
    )
    return rows.filter(Exists(asked))


def _asked_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s asks to come into %(space)s"),
        _("%(first)s and %(second)s ask to come into %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person ask to come into %(space)s",
            "%(first)s and %(others)s other people ask to come into %(space)s",
            said.others,
        ),
    )


ACCESS_REQUESTED = declare(
    Kind(
        slug="access_requested",
        label=gettext_lazy("Requests to enter my spaces"),
        explanation=gettext_lazy("Somebody asks to come into a space you animate."),
        events=(AccessRequested,),
        told=_those_who_answer,
        sentence=_asked_sentence,
        is_direct=True,
        rank=38,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_where,
        occasion=lambda event, event_id: f"asked.{event.space_id}.{event.person_id}.{event_id}",
        still_true=_still_waits,
        space_page="space_requests",
        icon="key",
    )
)


def _the_person(event: Any) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _answer_occasion(event: Any, event_id: int) -> str:
    outcome = ACCEPTED if event.is_accepted else DECLINED
    return f"answer.{event.space_id}.{event_id}.{outcome}"


def _may_know_the_answer(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Whose request was refused knows no more of a space that has become confidential."""
    inside = Membership.objects.filter(user=OuterRef("person_id"), space=OuterRef("space_id"))
    return rows.filter(~Q(space__kind=Space.Kind.CONFIDENTIAL) | Exists(inside))


def _answer_sentence(said: Said) -> str:
    if said.total <= 1 and said.occasion.endswith(ACCEPTED):
        return _("%(first)s accepted your request: you are a member of %(space)s") % said.words
    return said.choose(
        _("%(first)s answered your request to come into %(space)s"),
        _("%(first)s and %(second)s answered your requests to come into %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person answered your requests to come into %(space)s",
            "%(first)s and %(others)s other people answered your requests to come into %(space)s",
            said.others,
        ),
    )


REQUEST_ANSWERED = declare(
    Kind(
        slug="request_answered",
        label=gettext_lazy("Answers to my requests"),
        explanation=gettext_lazy("Somebody answers your request to come into a space."),
        events=(RequestAnswered,),
        told=_the_person,
        sentence=_answer_sentence,
        is_direct=True,
        rank=37,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_where,
        occasion=_answer_occasion,
        still_true=_may_know_the_answer,
        is_beyond_readers=True,
        discreet=gettext_lazy("Your request was answered"),
        icon="key",
    )
)


def _the_invited(event: InvitationSent) -> Iterable[int]:
    return event.people


def _still_open(rows: QuerySet[Any]) -> QuerySet[Any]:
    sent = Invitation.objects.waiting().filter(
        user=OuterRef("person_id"), space=OuterRef("space_id")
    )
    return rows.filter(Exists(sent))


def _invited_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s invites you to %(space)s"),
        _("%(first)s and %(second)s invite you to %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person invite you to %(space)s",
            "%(first)s and %(others)s other people invite you to %(space)s",
            said.others,
        ),
    )


INVITED = declare(
    Kind(
        slug="invited",
        label=gettext_lazy("Invitations"),
        explanation=gettext_lazy("Somebody invites you to a closed space."),
        events=(InvitationSent,),
        told=_the_invited,
        sentence=_invited_sentence,
        is_direct=True,
        rank=45,
        mail=True,
        push=True,
        urgency=Urgency.SOON,
        subject=_where,
        occasion=lambda event, event_id: f"invited.{event.space_id}.{event_id}",
        still_true=_still_open,
        is_beyond_readers=True,
        space_page="space_invitation",
        discreet=gettext_lazy("You are invited to a space"),
        icon="mail",
    )
)


def _the_inviter(event: InvitationAnswered) -> Iterable[int]:
    return [event.inviter_id]


def _replied_sentence(said: Said) -> str:
    if said.total <= 1 and said.occasion.endswith(DECLINED):
        return _("%(first)s declined your invitation to %(space)s") % said.words
    return said.choose(
        _("%(first)s accepted your invitation to %(space)s"),
        _("%(first)s and %(second)s answered your invitations to %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person answered your invitations to %(space)s",
            "%(first)s and %(others)s other people answered your invitations to %(space)s",
            said.others,
        ),
    )


INVITATION_ANSWERED = declare(
    Kind(
        slug="invitation_answered",
        label=gettext_lazy("Answers to my invitations"),
        explanation=gettext_lazy("Somebody you invited to a space accepts or declines."),
        events=(InvitationAnswered,),
        told=_the_inviter,
        sentence=_replied_sentence,
        is_direct=True,
        rank=24,
        mail=False,
        push=False,
        urgency=Urgency.DIGEST,
        subject=_where,
        occasion=_answer_occasion,
        space_page="space_members",
        icon="mail",
    )
)


def _the_unit(event: SpaceReadersChanged) -> UserQuerySet:
    inside = Membership.objects.filter(space=event.space_id)
    return User.objects.filter(groups=event.group_id).exclude(pk__in=inside.values("user"))


def _unit_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s gave everybody of your unit access to %(space)s"),
        _("%(first)s and %(second)s gave your units access to %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person gave your units access to %(space)s",
            "%(first)s and %(others)s other people gave your units access to %(space)s",
            said.others,
        ),
    )


UNIT_ACCESS = declare(
    Kind(
        slug="unit_access",
        label=gettext_lazy("Spaces opened to my unit"),
        explanation=gettext_lazy("An owner gives everybody of your unit access to a space."),
        events=(SpaceReadersChanged,),
        told=_the_unit,
        sentence=_unit_sentence,
        is_direct=True,
        rank=26,
        mail=False,
        push=False,
        urgency=Urgency.DIGEST,
        concerns=lambda event: event.is_granted and event.group_id is not None,
        subject=_where,
        occasion=lambda event, event_id: f"unit.{event.group_id}.{event_id}",
        icon="org",
    )
)
