"""Who reads a post, in words: its space's readers, or those it was kept for when that opened."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.posts.models import Post
from apps.spaces.audience import ICONS, Audience, audience_of
from apps.spaces.models import Circle, Space


def audience_of_post(post: Post) -> Audience:
    """For cards and forms: no query. Needs `space` and `circle` loaded."""
    circle = post.circle
    if circle is None:
        return audience_of(post.space)
    said = {"space": post.space.title, "day": day_of(circle.made_at)}
    who = _("Those who read %(space)s before it was opened, on %(day)s.") % said
    return Audience(
        kind=circle.former_kind,
        icon=ICONS[circle.former_kind],
        label_short=_("%(space)s · before %(day)s") % said,
        sentence=f"{who} {closing_of_kept(post.space)}",
        to_publish=_("Publish for those who read %(space)s before %(day)s") % said,
        count=None,
    )


def closing_of_kept(space: Space) -> str:
    """What ends the sentence about the readers of a kept conversation."""
    nobody = _("Nobody else, as long as not everyone who wrote here agrees.")
    if not space.has_unit_readers:
        return nobody
    joiners = _("Whoever joins a unit that read here then reads it too.")
    return f"{joiners} {nobody}"


def kept_note(circle: Circle | None) -> str:
    """What the card of a conversation says that was kept for its readers; "" for any other."""
    if circle is None:
        return ""
    return _("Still only for those who read here before %(day)s") % {"day": day_of(circle.made_at)}


def day_of(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
