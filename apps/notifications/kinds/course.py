"""What a space's course brings: opened, about to be deleted, without anybody to answer for it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.posts.models import Comment, Post
from apps.profiles.models import User, UserQuerySet
from apps.spaces.events import SpaceDeletionPlanned, SpaceKindChanged, SpaceOffered
from apps.spaces.models import Membership, Offer, Space


def _address(name: str, subject: str) -> str:
    """From `"opened.12"`; the list of spaces where there is no such space any more."""
    pk = subject.rpartition(".")[2]
    slug = Space.objects.filter(pk=int(pk)).values_list("slug", flat=True).first()
    return reverse(name, args=[slug]) if slug else reverse("spaces")


def _is_opening(event: SpaceKindChanged) -> bool:
    return event.kind == Space.Kind.OPEN


def _authors(event: SpaceKindChanged) -> UserQuerySet:
    """Those who wrote in what is kept."""
    kept = Post.objects.filter(space=event.space_id, circle__isnull=False, withdrawn_at=None)
    answered = Comment.objects.filter(post__in=kept.values("pk"), withdrawn_at=None)
    return User.objects.filter(
        Q(pk__in=kept.values("author")) | Q(pk__in=answered.values("author"))
    )


def _opened_sentence(said: Said) -> str:
    return (
        _("%(first)s opened %(space)s to everyone. What you wrote before stays closed: you decide")
        % said.words
    )


def _opened_address(subject: str) -> str:
    return _address("space_consent", subject)


def _opened_subject(event: SpaceKindChanged) -> str:
    return f"opened.{event.space_id}"


def _each(event: Any, event_id: int) -> str:
    return f"course.{event.space_id}.{event_id}"


def _still_kept(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(space__kind=Space.Kind.OPEN)


CONSENT_ASKED = declare(
    Kind(
        slug="consent_asked",
        label=gettext_lazy("My words of before an opening"),
        explanation=gettext_lazy(
            "A space you wrote in was opened: you decide what becomes of your words."
        ),
        events=(SpaceKindChanged,),
        told=_authors,
        sentence=_opened_sentence,
        is_direct=True,
        rank=38,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_opened_subject,
        occasion=_each,
        concerns=_is_opening,
        still_true=_still_kept,
        opens=_opened_address,
        passes_mutes=True,
        icon="globe",
    )
)


def _members(event: SpaceDeletionPlanned) -> QuerySet[Any]:
    going = Space.objects.filter(deletion_due_at__isnull=False).values("pk")
    return Membership.objects.filter(space=event.space_id, space__in=going).values("user")


def _deletion_sentence(said: Said) -> str:
    return _("%(first)s plans to delete %(space)s: keep what you need") % said.words


def _deletion_subject(event: SpaceDeletionPlanned) -> str:
    return f"deletion.{event.space_id}"


def _space_address(subject: str) -> str:
    return _address("space", subject)


def _still_planned(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(space__deletion_due_at__isnull=False)


DELETION_PLANNED = declare(
    Kind(
        slug="deletion_planned",
        label=gettext_lazy("Spaces about to be deleted"),
        explanation=gettext_lazy("An owner plans to delete a space you belong to."),
        events=(SpaceDeletionPlanned,),
        told=_members,
        sentence=_deletion_sentence,
        is_direct=True,
        rank=37,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_deletion_subject,
        occasion=_each,
        still_true=_still_planned,
        opens=_space_address,
        passes_mutes=True,
        icon="archive",
    )
)


def _asked(event: SpaceOffered) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _offer_sentence(said: Said) -> str:
    return _("Nobody owns %(space)s any more: would you answer for it?") % said.words


def _offer_subject(event: SpaceOffered) -> str:
    return f"offer.{event.space_id}"


def _offer_address(subject: str) -> str:
    return _address("space", subject)


def _still_offered(rows: QuerySet[Any]) -> QuerySet[Any]:
    waiting = Offer.objects.waiting().filter(space=OuterRef("space_id"), user=OuterRef("person_id"))
    return rows.filter(Exists(waiting))


SPACE_OFFERED = declare(
    Kind(
        slug="space_offered",
        label=gettext_lazy("Spaces that look for an owner"),
        explanation=gettext_lazy(
            "A space you take part in has no owner any more, and you are asked."
        ),
        events=(SpaceOffered,),
        told=_asked,
        sentence=_offer_sentence,
        is_direct=True,
        rank=36,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_offer_subject,
        occasion=_each,
        still_true=_still_offered,
        opens=_offer_address,
        icon="people",
    )
)
