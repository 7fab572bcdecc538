"""Being kept out of a space, the appeal, its answer.

The sentences to the person concerned name no space: of a confidential one they know the name it
had, and the page that the notification opens says that.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.spaces.events import AppealAnswered, AppealMade, ExclusionEnded, PersonExcluded
from apps.spaces.models import Exclusion, Membership


def _the_person(event: Any) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _subject(event: Any) -> str:
    return f"exclusion.{event.space_id}"


def _theirs() -> QuerySet[Exclusion]:
    return Exclusion.objects.filter(user=OuterRef("person_id"), space=OuterRef("space_id"))


def _in_force(rows: QuerySet[Any]) -> QuerySet[Any]:
    force = Exclusion.objects.in_force()
    return rows.filter(Exists(force.filter(user=OuterRef("person_id"), space=OuterRef("space_id"))))


def _was_answered(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(Exists(_theirs().exclude(appeal_decided_at=None)))


def _is_over(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(Exists(_theirs())).exclude(pk__in=_in_force(rows).values("pk"))


def _excluded_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s excluded you from a space: here is why"),
        _("%(first)s and %(second)s excluded you from a space: here is why"),
        ngettext(
            "%(first)s and %(others)s other person excluded you from a space: here is why",
            "%(first)s and %(others)s other people excluded you from a space: here is why",
            said.others,
        ),
    )


EXCLUDED = declare(
    Kind(
        slug="excluded",
        label=gettext_lazy("Exclusions"),
        explanation=gettext_lazy("Somebody excludes you from a space: why, and until when."),
        events=(PersonExcluded,),
        told=_the_person,
        sentence=_excluded_sentence,
        is_direct=True,
        rank=48,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_subject,
        occasion=lambda event, event_id: f"excluded.{event.space_id}.{event_id}",
        still_true=_in_force,
        passes_mutes=True,
        is_beyond_readers=True,
        names_space=False,
        space_page="space_exclusion",
        discreet=gettext_lazy("A decision about your place in a space"),
        icon="shield",
    )
)


def _ended_sentence(said: Said) -> str:
    if not said.names:  # by the clock
        return _("Your exclusion from a space is over")
    return said.choose(
        _("%(first)s ended your exclusion from a space"),
        _("%(first)s and %(second)s ended your exclusion from a space"),
        ngettext(
            "%(first)s and %(others)s other person ended your exclusion from a space",
            "%(first)s and %(others)s other people ended your exclusion from a space",
            said.others,
        ),
    )


EXCLUSION_ENDED = declare(
    Kind(
        slug="exclusion_ended",
        label=gettext_lazy("Ends of exclusions"),
        explanation=gettext_lazy("An exclusion that concerned you is over."),
        events=(ExclusionEnded,),
        told=_the_person,
        sentence=_ended_sentence,
        is_direct=True,
        rank=34,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_subject,
        occasion=lambda event, event_id: f"let_back.{event.space_id}.{event_id}",
        still_true=_is_over,
        passes_mutes=True,
        is_beyond_readers=True,
        names_space=False,
        space_page="space_exclusion",
        discreet=gettext_lazy("A decision about your place in a space"),
        icon="shield",
    )
)


def _owners(event: AppealMade) -> Iterable[int]:
    """Those who may answer: not the one who excluded, where another owner is there."""
    owners = Membership.objects.filter(
        space=event.space_id, role=Membership.Role.OWNER, user__is_active=True
    )
    ids = set(owners.values_list("user_id", flat=True))
    there = Exclusion.objects.filter(space=event.space_id, user=event.person_id, ended_at=None)
    excluders = set(there.values_list("excluded_by_id", flat=True))
    return ids - excluders or ids


def _still_waits(rows: QuerySet[Any]) -> QuerySet[Any]:
    waiting = Exclusion.objects.filter(
        user=OuterRef("actor_id"), space=OuterRef("space_id"), appeal_decided_at=None, ended_at=None
    )
    return rows.filter(Exists(waiting.exclude(appealed_at=None)))


def _appeal_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s appeals against their exclusion from %(space)s"),
        _("%(first)s and %(second)s appeal against their exclusion from %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person appeal against their exclusion from %(space)s",
            "%(first)s and %(others)s other people appeal against their exclusion from %(space)s",
            said.others,
        ),
    )


APPEALED = declare(
    Kind(
        slug="appealed",
        label=gettext_lazy("Appeals to answer"),
        explanation=gettext_lazy(
            "Somebody excluded from a space you own asks for another look at the decision."
        ),
        events=(AppealMade,),
        told=_owners,
        sentence=_appeal_sentence,
        is_direct=True,
        rank=39,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_subject,
        occasion=lambda event, event_id: f"appeal.{event.space_id}.{event_id}",
        still_true=_still_waits,
        space_page="space_exclusions",
        icon="shield",
    )
)


def _answer_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s answered your appeal against an exclusion"),
        _("%(first)s and %(second)s answered your appeals against an exclusion"),
        ngettext(
            "%(first)s and %(others)s other person answered your appeals against an exclusion",
            "%(first)s and %(others)s other people answered your appeals against an exclusion",
            said.others,
        ),
    )


APPEAL_ANSWERED = declare(
    Kind(
        slug="appeal_answered",
        label=gettext_lazy("Answers to my appeals"),
        explanation=gettext_lazy("An owner answers your appeal against an exclusion."),
        events=(AppealAnswered,),
        told=_the_person,
        sentence=_answer_sentence,
        is_direct=True,
        rank=47,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        subject=_subject,
        occasion=lambda event, event_id: f"appeal_answer.{event.space_id}.{event_id}",
        still_true=_was_answered,
        passes_mutes=True,
        is_beyond_readers=True,
        names_space=False,
        space_page="space_exclusion",
        discreet=gettext_lazy("A decision about your place in a space"),
        icon="shield",
    )
)
