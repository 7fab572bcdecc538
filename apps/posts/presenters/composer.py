"""The form one writes a post in: where it goes, who will read, what was kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _, ngettext

from apps.accounts.kept import Kept, author_token
from apps.core.addresses import address
from apps.posts.forms import DraftForm, PostForm
from apps.posts.given import exact_audience_of_post
from apps.posts.models import Draft, Post
from apps.posts.permissions import can_announce
from apps.posts.presenters.later import DraftTime, Later, draft_time, later_of
from apps.posts.presenters.tray import Tray, tray_of
from apps.posts.reach import announcement_reach
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.audience import Audience, exact_audience_of
from apps.spaces.models import Space
from apps.spaces.permissions import standing


@dataclass(frozen=True, slots=True)
class Starter:
    """The beginning of a sentence, for who hesitates; `url` opens the composer with it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Composer:
    """`action` is where the form is sent; `key` makes sending it twice publish once.

    `announce`: the words of the box that makes it an announcement, for who may; `announce_reach`
    says how many people that tells, and when. `later`: outside
    working hours. `keep`: it may be kept among one's drafts; `waiting` says how many are there.
    `time` and `publish` are those of a draft.
    """

    action: str
    mentions_url: str
    person: PersonLine
    audience: Audience
    readers_url: str
    submit: str
    heading: str
    author: str
    key: UUID
    tray: Tray
    title: str = ""
    body: str = ""
    title_error: str = ""
    body_error: str = ""
    kept: str = ""
    cancel_url: str = ""
    choose_url: str = ""
    announce: str = ""
    announce_reach: str = ""
    is_announcement: bool = False
    later: Later | None = None
    keep: bool = False
    waiting: str = ""
    time: DraftTime | None = None
    publish: str = ""


def space_composer(
    user: Any,
    space: Space,
    *,
    form: PostForm | None = None,
    kept: Kept | None = None,
    start: str = "",
) -> Composer:
    """Writing in one space that this person may post in.

    `start` is the number of a starter to begin with, as its address gives it.
    """
    audience = exact_audience_of(space)
    sent = form.data if form is not None else (kept.fields if kept else {})
    return Composer(
        action=reverse("space_posts", args=[space.slug]),
        mentions_url=reverse("mentions", args=[space.slug]),
        person=person_line(user),
        audience=audience,
        readers_url=address("space_readers", space.slug),
        submit=audience.to_publish,
        heading=_("Write in %(space)s") % {"space": space.title},
        author=author_token(user),
        cancel_url=space.get_absolute_url(),
        choose_url=reverse("space_picker"),
        **_announce(user, space),
        is_announcement="is_announcement" in sent,
        later=later_of(user, chosen=sent.get("publish_at", "")),
        keep=True,
        waiting=_waiting(user),
        tray=tray_of(user, form=form, sent=kept.fields if kept else None),
        **_words(form, kept, start),
    )


def draft_composer(user: Any, draft: Draft, *, form: DraftForm | None = None) -> Composer:
    """The composer over a draft that its author may publish. Needs its `space` loaded."""
    audience = exact_audience_of(draft.space)
    words = _words(form, None, "")
    if form is None:
        words |= {"title": draft.title, "body": draft.html, "key": draft.key}
    return Composer(
        action=draft.get_absolute_url(),
        mentions_url=reverse("mentions", args=[draft.space.slug]),
        person=person_line(user),
        audience=audience,
        readers_url=address("draft_readers", draft.pk),
        submit=_("Save"),
        heading=_("Edit your draft"),
        author=author_token(user),
        cancel_url=reverse("drafts"),
        **_announce(user, draft.space),
        is_announcement="is_announcement" in form.data if form else draft.is_announcement,
        time=draft_time(user, draft, form),
        publish=audience.to_publish,
        tray=tray_of(user, form=form, said=draft),
        **words,
    )


def edit_composer(user: Any, post: Post, *, form: PostForm | None = None) -> Composer:
    """The composer over one's own published words."""
    words = _words(form, None, "")
    if form is None:
        words |= {"title": post.title, "body": post.html}
    return Composer(
        action=post.get_absolute_url(),
        mentions_url=reverse("mentions", args=[post.space.slug]),
        person=person_line(user),
        audience=exact_audience_of_post(post),
        readers_url=address("post_readers", post.pk),
        submit=_("Save"),
        heading=_("Edit your post"),
        author=author_token(user),
        cancel_url=post.get_absolute_url(),
        tray=tray_of(user, form=form, said=post),
        **words,
    )


def starters(url: str) -> list[Starter]:
    """The beginnings offered beside the composer that opens at `url`."""
    return [
        Starter(label, f"{url}?start={number}")
        for number, label in enumerate(_beginnings(), start=1)
    ]


def _announce(user: Any, space: Space) -> dict[str, Any]:
    if not can_announce(standing(user, space)):
        return {}
    return {
        "announce": _("Announcement: tell everyone who reads this"),
        "announce_reach": announcement_reach(user, space),
    }


def _waiting(user: Any) -> str:
    count = Draft.objects.visible_to(user).count()
    if not count:
        return ""
    return ngettext("%(count)s draft of yours", "%(count)s drafts of yours", count) % {
        "count": number_format(count, force_grouping=True)
    }


def _words(form: PostForm | None, kept: Kept | None, start: str) -> dict[str, Any]:
    """What stands in the fields: what was refused, what was kept, or a beginning."""
    if form is not None:
        return {
            "title": form["title"].value() or "",
            "body": form["body"].value() or "",
            "title_error": " ".join(map(str, form.errors.get("title", []))),
            "body_error": " ".join(
                str(error)
                for name in ("body", "key", "__all__")
                for error in form.errors.get(name, [])
            ),
            # Correcting and sending again is the same intent, hence the same key.
            "key": form.cleaned_data.get("key") or uuid4(),
        }
    if kept is not None:
        said = _("Your session had ended. Here is what you were writing.")
        return {"title": kept.title, "body": kept.body, "kept": said, "key": uuid4()}
    return {"body": _beginning(start), "key": uuid4()}


def _beginnings() -> list[str]:
    return [_("I tried… and it failed because…"), _("Who knows…"), _("Thank you to… for…")]


def _beginning(start: str) -> str:
    offered = {str(n): label for n, label in enumerate(_beginnings(), start=1)}
    chosen = offered.get(start, "")
    return f"{chosen.rstrip('…')} " if chosen else ""
