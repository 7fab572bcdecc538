"""Posts that were given to people from outside: who reads, said with them."""

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Count
from django.utils.translation import gettext as _, ngettext

from apps.posts.audience import audience_of_post, closing_of_kept, day_of
from apps.posts.models import Guest, Post
from apps.spaces.audience import Audience, closing_of, exact_audience_of
from apps.spaces.models import Space
from apps.spaces.reasons import grouped


def exact_audience_of_post(post: Post) -> Audience:
    """For its panel and its forms: with its guests. Two queries at most; needs `circle` loaded."""
    audience = audience_of_post(post) if post.circle else exact_audience_of(post.space)
    return with_guests(audience, post, guest_counts([post]).get(post.pk, 0))


def audience_with_guests(post: Post) -> Audience:
    """For the form one answers in: one query at most. Needs `space` and `circle` loaded."""
    return with_guests(audience_of_post(post), post, guest_counts([post]).get(post.pk, 0))


def guest_counts(posts: Iterable[Post]) -> dict[int, int]:
    """How many guests each of these posts has, by id. One query; none for what everyone reads."""
    ids = [p.pk for p in posts if p.circle_id or p.space.kind != Space.Kind.OPEN]
    if not ids:
        return {}
    counted = Guest.objects.filter(post__in=ids, user__is_active=True).order_by().values("post")
    return dict(counted.annotate(people=Count("pk")).values_list("post", "people"))


def with_guests(audience: Audience, post: Post, guests: int) -> Audience:
    """The audience of `post`, said with as many guests besides. No query."""
    if not guests:
        return audience
    space, circle = post.space, post.circle
    invited = ngettext(
        "%(count)s person invited to read this post",
        "%(count)s people invited to read this post",
        guests,
    ) % {"count": grouped(guests)}
    members = ngettext("%(count)s member", "%(count)s members", space.members_count) % {
        "count": grouped(space.members_count)
    }
    said = {"space": space.title, "members": members, "guests": invited}
    if circle:
        who = _("Those who read %(space)s before it was opened, on %(day)s, and %(guests)s.") % (
            said | {"day": day_of(circle.made_at)}
        )
        sentence = f"{who} {closing_of_kept(space)}"
    elif space.has_unit_readers:
        sentence = f"{_('The readers of %(space)s, and %(guests)s.') % said} {closing_of(space)}"
    else:
        sentence = f"{_('%(space)s: %(members)s, and %(guests)s.') % said} {closing_of(space)}"
    label = space.title if circle or space.has_unit_readers else f"{space.title} · {members}"
    return replace(
        audience,
        label_short=_label(label, guests),
        sentence=sentence,
        count=_more(audience, guests),
    )


def _label(label: str, guests: int) -> str:
    return ngettext("%(label)s + %(count)s guest", "%(label)s + %(count)s guests", guests) % {
        "label": label,
        "count": grouped(guests),
    }


def _more(audience: Audience, guests: int) -> int | None:
    return None if audience.count is None else audience.count + guests
