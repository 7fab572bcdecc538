"""Leaving a space, with a choice for one's own words: keep them, take one's name off, or go with
them."""

import re
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, override

from apps.core.html import to_text
from apps.events.actions import record, record_all
from apps.events.models import OutboxEvent
from apps.files.models import StoredFile
from apps.posts.actions.consent import open_where_agreed
from apps.posts.events import AuthorAnonymised, CommentWithdrawn, PostWithdrawn
from apps.posts.models import Comment, Consent, Draft, Mention, Post
from apps.profiles.former import former_member
from apps.profiles.models import User
from apps.spaces.actions import leave_space
from apps.spaces.models import Space


class Words(models.TextChoices):
    """What becomes of the words of somebody who leaves."""

    KEEP = "keep", gettext_lazy("Leave my words under my name")
    ANONYMISE = "anonymise", gettext_lazy("Take my name off my words")
    REMOVE = "remove", gettext_lazy("Withdraw my words")


@transaction.atomic
def depart(*, user: User, space: Space, words: str) -> None:
    """Leave, all or nothing. Raises `Refused` for the last owner, and then nothing has changed."""
    # First: nobody changes the kind of the space, nor its members, while the words are changed.
    leave_space(user=user, space=space)
    if words == Words.ANONYMISE:
        _anonymise(user, space)
    elif words == Words.REMOVE:
        _remove(user, space)


def said_by(user: User, space: Space) -> tuple[int, int]:
    """How many posts and answers of this person stand here. Two queries."""
    return _posts(user, space).count(), _comments(user, space).count()


def _posts(user: User, space: Space) -> QuerySet[Post]:
    return Post.objects.filter(space=space, author=user, withdrawn_at=None)


def _comments(user: User, space: Space) -> QuerySet[Comment]:
    return Comment.objects.filter(post__space=space, author=user, withdrawn_at=None)


def _hold(user: User, space: Space) -> list[int]:
    """The rows of all conversations this person wrote in, locked in the order everybody keeps."""
    wrote = Q(author=user) | Q(pk__in=Comment.objects.filter(author=user).values("post"))
    rows = Post.objects.filter(wrote, space=space).order_by("pk")
    return list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _anonymise(user: User, space: Space) -> None:
    """Withdrawn words too: nothing in this space leads to the person any more."""
    nobody = former_member()
    held = _hold(user, space)
    Consent.objects.filter(person=user, post__space=space).delete()
    StoredFile.objects.filter(
        Q(attachment__post__space=space) | Q(attachment__comment__post__space=space), uploader=user
    ).update(uploader=nobody, key=None)
    Post.objects.filter(space=space, author=user).update(author=nobody, key=None)
    Comment.objects.filter(post__space=space, author=user).update(author=nobody, key=None)
    named = _unname(user, space)
    Post.objects.filter(pk__in={*held, *named}).update(version=F("version") + 1)
    Draft.objects.filter(space=space, author=user).delete()
    told = OutboxEvent.objects.filter(space_id=space.pk, actor_id=user.pk)
    told.exclude(number=None).update(actor_id=None)
    record(AuthorAnonymised(space_id=space.pk, person_id=user.pk))


def _unname(user: User, space: Space) -> set[int]:
    """Links to this person in others' words become plain words; returns the posts concerned."""
    mentions = Mention.objects.filter(person=user, post__space=space)
    rows = list(mentions.values_list("post_id", "comment_id"))
    with override(space.language):
        instead = _("a former member")
    in_posts = Post.objects.filter(pk__in={post for post, comment in rows if comment is None})
    in_comments = Comment.objects.filter(pk__in={comment for _post, comment in rows if comment})
    _rewrite(user, in_posts, instead)
    _rewrite(user, in_comments, instead)
    mentions.delete()
    return {post for post, _comment in rows}


def _rewrite(user: User, said: QuerySet, instead: str) -> None:
    link = re.compile(rf'<a class="mention" href="[^"]*" data-person="{user.pk}">[^<]*</a>')
    changed = []
    for words in said.only("pk", "html", "text"):
        words.html = link.sub(instead, words.html)
        words.text = to_text(words.html)
        changed.append(words)
    said.model._default_manager.bulk_update(changed, ["html", "text"], batch_size=500)


def _remove(user: User, space: Space) -> None:
    """As if each had been withdrawn by hand, in a few statements."""
    held = _hold(user, space)
    now = timezone.now()
    circles = dict(Post.objects.filter(pk__in=held).values_list("pk", "circle_id"))
    posts = list(_posts(user, space).values_list("pk", flat=True))
    comments = list(_comments(user, space).values_list("pk", "post_id"))
    Comment.objects.filter(pk__in=[pk for pk, _post in comments]).update(withdrawn_at=now)
    Post.objects.filter(pk__in=posts).update(withdrawn_at=now, pinned_at=None)
    _recount({post_id for _pk, post_id in comments}, held)
    Draft.objects.filter(space=space, author=user).delete()
    who = {"actor_id": user.pk, "space_id": space.pk}
    record_all(PostWithdrawn(post_id=pk, circle_id=circles[pk], **who) for pk in posts)
    record_all(
        CommentWithdrawn(post_id=post_id, comment_id=pk, circle_id=circles[post_id], **who)
        for pk, post_id in comments
    )
    open_where_agreed(user, space, [pk for pk, circle_id in circles.items() if circle_id])


def _recount(answered: Iterable[int], held: Iterable[int]) -> None:
    """The numbers of standing answers, and new versions of all cards concerned."""
    Post.objects.filter(pk__in=list(held)).update(version=F("version") + 1)
    standing = Count("comments", filter=Q(comments__withdrawn_at=None))
    counted = list(Post.objects.filter(pk__in=list(answered)).annotate(now=standing))
    for post in counted:
        post.comments_count = post.now
    Post.objects.bulk_update(counted, ["comments_count"], batch_size=500)
