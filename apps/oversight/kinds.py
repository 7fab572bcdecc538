"""Who is told of exceptional access: those who answer, who asked, and the members of the space."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds import Kind, Said, Urgency, declare
from apps.oversight.approvers import approvers
from apps.oversight.events import AccessAnswered, AccessAsked, AccessTold
from apps.profiles.events import RolesChanged
from apps.profiles.models import User, UserQuerySet


def _page_of_access(subject: str) -> str:
    return reverse("glass_access", args=[int(subject.rpartition(".")[2])])


def _person(event: RolesChanged) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _settings(subject: str) -> str:
    del subject
    return reverse("settings")


def _entrusted_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s changed what you are entrusted with on this network"),
        _("%(first)s and %(second)s changed what you are entrusted with on this network"),
        ngettext(
            "%(first)s and %(others)s other person changed what you are entrusted with",
            "%(first)s and %(others)s other people changed what you are entrusted with",
            said.others,
        ),
    )


def _occasion_of_roles(event: RolesChanged, event_id: int) -> str:
    return f"roles.{event.person_id}.{event_id}"


ROLES_CHANGED = declare(
    Kind(
        slug="roles_changed",
        label=gettext_lazy("What I am entrusted with"),
        explanation=gettext_lazy(
            "An administrator makes you leader, communicator, analyst or administrator, or no more."
        ),
        events=(RolesChanged,),
        told=_person,
        sentence=_entrusted_sentence,
        is_direct=True,
        rank=52,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        occasion=_occasion_of_roles,
        opens=_settings,
        icon="person",
    )
)


def _approvers(event: AccessAsked) -> UserQuerySet:
    del event
    return approvers()


def _asked_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s asks for exceptional access to a confidential space: it is for you to answer"),
        _("%(first)s and %(second)s ask for exceptional access to a confidential space"),
        ngettext(
            "%(first)s and %(others)s other person ask for exceptional access",
            "%(first)s and %(others)s other people ask for exceptional access",
            said.others,
        ),
    )


ACCESS_ASKED = declare(
    Kind(
        slug="access_asked",
        label=gettext_lazy("Exceptional access to answer"),
        explanation=gettext_lazy(
            "An administrator asks to read a confidential space, and you are named to answer."
        ),
        events=(AccessAsked,),
        told=_approvers,
        sentence=_asked_sentence,
        is_direct=True,
        rank=55,
        mail=True,
        push=True,
        urgency=Urgency.NOW,
        opens=_page_of_access,
        icon="shield",
    )
)


def _asker(event: AccessAnswered) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _answered_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s answered your request for exceptional access"),
        _("%(first)s and %(second)s answered your request for exceptional access"),
        ngettext(
            "%(first)s and %(others)s other person answered your request for exceptional access",
            "%(first)s and %(others)s other people answered your request for exceptional access",
            said.others,
        ),
    )


ACCESS_ANSWERED = declare(
    Kind(
        slug="access_answered",
        label=gettext_lazy("Answers about exceptional access"),
        explanation=gettext_lazy("Your request to read a confidential space was answered."),
        events=(AccessAnswered,),
        told=_asker,
        sentence=_answered_sentence,
        is_direct=True,
        rank=54,
        mail=True,
        push=True,
        urgency=Urgency.NOW,
        opens=_page_of_access,
        icon="shield",
    )
)


def _everyone(event: AccessTold) -> UserQuerySet:
    """All readers of the space: the pipeline keeps to them."""
    del event
    return User.objects.all()


def _told_sentence(said: Said) -> str:
    return said.choose(
        _(
            "%(first)s, an administrator, was given exceptional access to %(space)s: "
            "the journal of the space says why and what was read"
        ),
        _("%(first)s and %(second)s were given exceptional access to %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person were given exceptional access to %(space)s",
            "%(first)s and %(others)s other people were given exceptional access to %(space)s",
            said.others,
        ),
    )


def _space_of(event: AccessTold) -> str:
    return f"space.{event.space_id}"


def _occasion(event: AccessTold, event_id: int) -> str:
    del event_id
    return f"access.{event.access_id}"


ACCESS_TOLD = declare(
    Kind(
        slug="access_told",
        label=gettext_lazy("Exceptional access to a space of mine"),
        explanation=gettext_lazy(
            "An administrator was allowed to read a confidential space you read. "
            "This is said even where a space is muted."
        ),
        events=(AccessTold,),
        told=_everyone,
        sentence=_told_sentence,
        is_direct=True,
        rank=53,
        mail=True,
        push=True,
        urgency=Urgency.NOW,
        subject=_space_of,
        occasion=_occasion,
        passes_mutes=True,
        icon="shield",
    )
)
