"""A post as shown to everyone who may read it; what one reader may do with it is in the overlay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from apps.core.addresses import address
from apps.posts.attached import NOTHING, Attached, attached
from apps.posts.audience import audience_of_post, kept_note
from apps.posts.given import guest_counts, with_guests
from apps.posts.models import Attachment, Comment, Post
from apps.posts.presenters.comments import CommentContent, comments_by_post
from apps.posts.presenters.reactions import ReactionCount, reaction_counts
from apps.profiles.lines import PersonLine, person_line
from apps.spaces.audience import Audience
from apps.spaces.models import Space

# A card folds after about 12 lines of about 80 characters.
FOLD_CHARACTERS = 960
FOLD_LINES = 12


@dataclass(frozen=True, slots=True)
class CardContent:
    """One post with its latest answers. `is_voice`: a leader speaking, set as a letter is.

    `kept_note`: that it is still for those only who read before the space was opened.
    """

    id: int
    url: str
    author: PersonLine
    audience: Audience
    readers_url: str
    space_id: int
    space_name: str
    space_url: str
    space_kind: str
    is_on_own_page: bool
    title: str
    html: SafeString
    published_at: datetime
    is_edited: bool
    is_imported: bool
    is_pinned: bool
    is_announcement: bool
    is_voice: bool
    kept_note: str
    attached: Attached
    folds: bool
    reactions: list[ReactionCount]
    comments_count: int
    earlier_comments: int
    last_comments: list[CommentContent]


def card_contents(posts: Iterable[Post]) -> list[CardContent]:
    """Cards in the order of `posts`, which need `PostQuerySet.with_card`. Six queries at most."""
    posts = list(posts)
    ids = [post.pk for post in posts]
    latest = Comment.objects.last_under([post.pk for post in posts if post.comments_count])
    answers = comments_by_post(latest)
    guests = guest_counts(posts)
    files = Attachment.objects.by_post(ids)
    return [
        card_content(
            post,
            answers.get(post.pk, []),
            guests=guests.get(post.pk, 0),
            files=attached(files.get(post.pk, ())),
        )
        for post in posts
    ]


def card_content(
    post: Post,
    last_comments: list[CommentContent],
    *,
    guests: int = 0,
    files: Attached = NOTHING,
) -> CardContent:
    space, audience = post.space, with_guests(audience_of_post(post), post, guests)
    return CardContent(
        id=post.pk,
        url=post.get_absolute_url(),
        author=person_line(post.author),
        audience=audience,
        readers_url=address("post_readers", post.pk),
        space_id=space.pk,
        space_name=space.title,
        space_url=space.get_absolute_url(),
        space_kind=audience.kind,
        is_on_own_page=space.built_in == Space.BuiltIn.PERSON,
        title=post.title,
        html=mark_safe(post.html),  # noqa: S308 - sanitised on write
        published_at=post.published_at,
        is_edited=post.edited_at is not None,
        is_imported=post.imported_at is not None,
        is_pinned=post.pinned_at is not None,
        is_announcement=post.is_announcement,
        is_voice=post.author.is_leader,
        kept_note=kept_note(post.circle),
        attached=files,
        folds=len(post.text) > FOLD_CHARACTERS or post.text.count("\n") >= FOLD_LINES,
        reactions=reaction_counts(post.reaction_counts),
        comments_count=post.comments_count,
        earlier_comments=max(post.comments_count - len(last_comments), 0),
        last_comments=last_comments,
    )
