"""What people say to me, and in conversations I follow."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from apps.notifications.kinds.registry import Kind, Said, Urgency, declare
from apps.notifications.models import ConversationSetting
from apps.posts.events import CommentCreated, PersonMentioned
from apps.posts.models import Comment, Post
from apps.profiles.models import User, UserQuerySet


def _mentioned(event: PersonMentioned) -> Iterable[int]:
    return event.people


def _mention_occasion(event: PersonMentioned, event_id: int) -> str:
    """That of the words it stands in: who is answered and named by them is told once."""
    del event_id
    return f"comment.{event.comment_id}" if event.comment_id else f"post.{event.post_id}"


def _mention_sentence(said: Said) -> str:
    if said.is_comment:
        return said.choose(
            _("%(first)s mentioned you in a comment on “%(about)s”"),
            _("%(first)s and %(second)s mentioned you in comments on “%(about)s”"),
            ngettext(
                "%(first)s and %(others)s other person mentioned you in comments on “%(about)s”",
                "%(first)s and %(others)s other people mentioned you in comments on “%(about)s”",
                said.others,
            ),
        )
    return said.choose(
        _("%(first)s mentioned you in “%(about)s”"),
        _("%(first)s and %(second)s mentioned you in “%(about)s”"),
        ngettext(
            "%(first)s and %(others)s other person mentioned you in “%(about)s”",
            "%(first)s and %(others)s other people mentioned you in “%(about)s”",
            said.others,
        ),
    )


MENTIONED = declare(
    Kind(
        slug="mentioned",
        label=gettext_lazy("Mentions"),
        explanation=gettext_lazy("Somebody names you in a post or a comment."),
        events=(PersonMentioned,),
        told=_mentioned,
        sentence=_mention_sentence,
        is_direct=True,
        is_everyday=True,
        rank=50,
        mail=True,
        push=True,
        urgency=Urgency.NOW,
        occasion=_mention_occasion,
        icon="person",
    )
)


def _answered(event: CommentCreated) -> Iterable[int]:
    """The author of the post, and of the comment that was answered."""
    comment = Comment.objects.select_related("parent", "post").filter(pk=event.comment_id).first()
    if comment is None:
        return ()
    answered = {comment.post.author_id}
    if comment.parent is not None and comment.parent.withdrawn_at is None:
        answered.add(comment.parent.author_id)
    return answered


def _answer_sentence(said: Said) -> str:
    if said.is_own_post:
        return said.choose(
            _("%(first)s answered your post “%(about)s”"),
            _("%(first)s and %(second)s answered your post “%(about)s”"),
            ngettext(
                "%(first)s and %(others)s other person answered your post “%(about)s”",
                "%(first)s and %(others)s other people answered your post “%(about)s”",
                said.others,
            ),
        )
    return said.choose(
        _("%(first)s answered your comment on “%(about)s”"),
        _("%(first)s and %(second)s answered your comments on “%(about)s”"),
        ngettext(
            "%(first)s and %(others)s other person answered your comments on “%(about)s”",
            "%(first)s and %(others)s other people answered your comments on “%(about)s”",
            said.others,
        ),
    )


ANSWERED = declare(
    Kind(
        slug="answered",
        label=gettext_lazy("Answers to me"),
        explanation=gettext_lazy("Somebody comments on your post, or answers your comment."),
        events=(CommentCreated,),
        told=_answered,
        sentence=_answer_sentence,
        is_direct=True,
        is_everyday=True,
        rank=40,
        mail=True,
        push=True,
        urgency=Urgency.SOON,
        icon="talk",
    )
)


def followers(post_id: int, *, before: int | None = None) -> UserQuerySet:
    """Who follows a conversation: chose to, or wrote in it and did not stop; with `before`, wrote
    in it before the comment of that id."""
    settings = ConversationSetting.objects.filter(post=post_id)
    chose = settings.filter(state=ConversationSetting.State.FOLLOW).values("person")
    stopped = settings.exclude(state=ConversationSetting.State.FOLLOW).values("person")
    comments = Comment.objects.filter(post=post_id, withdrawn_at=None)
    wrote = (comments.filter(pk__lt=before) if before else comments).values("author")
    began = Post.objects.filter(pk=post_id).values("author")
    takes_part = Q(pk__in=chose) | Q(pk__in=wrote) | Q(pk__in=began)
    return User.objects.filter(takes_part).exclude(pk__in=stopped)


def _following(event: CommentCreated) -> UserQuerySet:
    return followers(event.post_id, before=event.comment_id)


def _following_sentence(said: Said) -> str:
    return said.choose(
        _("%(first)s answered in “%(about)s”"),
        _("%(first)s and %(second)s answered in “%(about)s”"),
        ngettext(
            "%(first)s and %(others)s other person answered in “%(about)s”",
            "%(first)s and %(others)s other people answered in “%(about)s”",
            said.others,
        ),
    )


ANSWERED_IN_FOLLOWED = declare(
    Kind(
        slug="answered_in_followed",
        label=gettext_lazy("Conversations I follow"),
        explanation=gettext_lazy(
            "Somebody answers in a conversation you wrote in, or chose to follow."
        ),
        events=(CommentCreated,),
        told=_following,
        sentence=_following_sentence,
        is_direct=False,
        is_everyday=True,
        rank=30,
        mail=False,
        push=False,
        urgency=Urgency.DIGEST,
        icon="talk",
    )
)
