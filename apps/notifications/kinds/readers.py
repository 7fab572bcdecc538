"""Who reads what: a post given to me, my post given to somebody, more readers than when I wrote."""

from collections.abc import Iterable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.posts.events import AudienceGrew, GuestInvited
from apps.posts.models import Post


def _guest(event: GuestInvited) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _given_occasion(event: GuestInvited, event_id: int) -> str:
    return f"given.{event.post_id}.{event_id}"


def _given_sentence(said: Said) -> str:
    return _("%(first)s gave you “%(about)s” to read") % said.words


GIVEN = declare(
    Kind(
        slug="given",
        label=gettext_lazy("Posts given to me"),
        explanation=gettext_lazy("Somebody invites you to read one post from a closed space."),
        events=(GuestInvited,),
        told=_guest,
        sentence=_given_sentence,
        is_direct=True,
        rank=45,
        mail=True,
        push=True,
        urgency=Urgency.SOON,
        occasion=_given_occasion,
        is_of_given=True,
        icon="mail",
    )
)


def _author(event: GuestInvited) -> Iterable[int]:
    """Who wrote it; who gave it away did it, and knows."""
    return Post.objects.filter(pk=event.post_id).values_list("author_id", flat=True)


def _given_away_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s invited somebody from outside to read your post “%(about)s”"),
        _("%(first)s and %(second)s invited people from outside to read your post “%(about)s”"),
        ngettext(
            "%(first)s and %(others)s other person invited people from outside to read your post "
            "“%(about)s”",
            "%(first)s and %(others)s other people invited people from outside to read your post "
            "“%(about)s”",
            said.others,
        ),
    )


GIVEN_AWAY = declare(
    Kind(
        slug="given_away",
        label=gettext_lazy("My posts given to others"),
        explanation=gettext_lazy("An animator invites somebody from outside to read your post."),
        events=(GuestInvited,),
        told=_author,
        sentence=_given_away_sentence,
        is_direct=True,
        rank=36,
        mail=True,
        push=False,
        urgency=Urgency.SOON,
        occasion=_given_occasion,
        icon="eye",
    )
)


def _grew_for(event: AudienceGrew) -> Iterable[int]:
    return [event.person_id] if event.person_id else ()


def _grew_subject(event: AudienceGrew) -> str:
    return f"audience.{event.space_id}"


def _grew_occasion(event: AudienceGrew, event_id: int) -> str:
    """With the figures of the sentence, which are those of that moment."""
    return f"audience.{len(event.posts)}.{event.least}.{event.most}.{event.now}.{event_id}"


def _grew_sentence(said: Said) -> str:
    posts, least, most, now = (int(part) for part in said.occasion.split(".")[1:5])
    before = intcomma(least) if least == most else f"{intcomma(least)}–{intcomma(most)}"
    return ngettext(
        "Your post in %(space)s can now be read by %(now)s people; before, it was %(before)s",
        "Your %(posts)s posts in %(space)s can now be read by %(now)s people; before, it was "
        "%(before)s",
        posts,
    ) % {"posts": intcomma(posts), "space": said.space, "now": intcomma(now), "before": before}


AUDIENCE_GREW = declare(
    Kind(
        slug="audience_grew",
        label=gettext_lazy("More people read me"),
        explanation=gettext_lazy(
            "The readers of a space you wrote in grow by more than ten people, or by a fifth."
        ),
        events=(AudienceGrew,),
        told=_grew_for,
        sentence=_grew_sentence,
        is_direct=True,
        rank=15,
        mail=False,
        push=False,
        urgency=Urgency.DIGEST,
        subject=_grew_subject,
        occasion=_grew_occasion,
        sample_occasion="audience.2.42.57.230.0",
        icon="eye",
    )
)
