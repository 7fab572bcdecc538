"""What spaces bring: announcements, new posts where I follow closely, a place given to me."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.notifications.models import SpaceSetting
from apps.posts.events import PostCreated
from apps.profiles.models import User, UserQuerySet
from apps.spaces.events import MembershipChanged, MembershipStarted


def _everyone(event: PostCreated) -> UserQuerySet:
    """All readers of the space: the pipeline keeps to them."""
    del event
    return User.objects.all()


def _announcement_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s announces in %(space)s: “%(about)s”"),
        _("%(first)s and %(second)s announce in %(space)s: “%(about)s”"),
        ngettext(
            "%(first)s and %(others)s other person announce in %(space)s: “%(about)s”",
            "%(first)s and %(others)s other people announce in %(space)s: “%(about)s”",
            said.others,
        ),
    )


def _is_announcement(event: PostCreated) -> bool:
    return event.is_announcement


ANNOUNCED = declare(
    Kind(
        slug="announced",
        label=gettext_lazy("Announcements"),
        explanation=gettext_lazy("An animator or a leader tells everybody who reads a space."),
        events=(PostCreated,),
        told=_everyone,
        sentence=_announcement_sentence,
        is_direct=False,
        is_everyday=True,
        rank=20,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        concerns=_is_announcement,
        icon="voice",
    )
)


def _close(event: PostCreated) -> QuerySet[SpaceSetting, int]:
    close = SpaceSetting.objects.filter(space=event.space_id, level=SpaceSetting.Level.CLOSE)
    return close.values_list("person_id", flat=True)


def _posted_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s wrote in %(space)s: “%(about)s”"),
        _("%(first)s and %(second)s wrote in %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person wrote in %(space)s",
            "%(first)s and %(others)s other people wrote in %(space)s",
            said.others,
        ),
    )


POSTED_CLOSELY = declare(
    Kind(
        slug="posted_closely",
        label=gettext_lazy("Spaces I follow closely"),
        explanation=gettext_lazy("Somebody writes in a space whose every post you want."),
        events=(PostCreated,),
        told=_close,
        sentence=_posted_sentence,
        is_direct=False,
        is_everyday=True,
        rank=10,
        mail=False,
        push=False,
        urgency=Urgency.DIGEST,
        icon="pen",
    )
)


def _person(event: MembershipStarted | MembershipChanged) -> Iterable[int]:
    """Who was given a place or a role; who joined by themselves did it, and knows."""
    return [event.person_id] if event.person_id else ()


def _occasion(event: MembershipStarted | MembershipChanged, event_id: int) -> str:
    return f"membership.{event.space_id}.{event_id}"


def _subject(event: MembershipStarted | MembershipChanged) -> str:
    return f"space.{event.space_id}"


def _place_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s gave you a place in %(space)s"),
        _("%(first)s and %(second)s gave you a place in %(space)s"),
        ngettext(
            "%(first)s and %(others)s other person gave you a place in %(space)s",
            "%(first)s and %(others)s other people gave you a place in %(space)s",
            said.others,
        ),
    )


ADDED_TO_SPACE = declare(
    Kind(
        slug="added_to_space",
        label=gettext_lazy("My place in spaces"),
        explanation=gettext_lazy("Somebody makes you a member of a space, or changes your role."),
        events=(MembershipStarted, MembershipChanged),
        told=_person,
        sentence=_place_sentence,
        is_direct=True,
        rank=35,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        # Who asked for the place is told by the answer.
        concerns=lambda event: not getattr(event, "is_asked", False),
        subject=_subject,
        occasion=_occasion,
        icon="people",
    )
)
