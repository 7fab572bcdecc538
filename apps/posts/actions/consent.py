"""What was said before a space was opened: kept for its readers of then, and opened by its authors.

A conversation opens when everybody who wrote in it has agreed: its author, and the authors of its
standing comments. Whoever agrees, writes or withdraws there holds the row of the post meanwhile.
"""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.events.actions import record_all
from apps.posts.events import PostOpened
from apps.posts.models import Comment, Consent, Post
from apps.profiles.models import User
from apps.spaces.journal import Kind, note
from apps.spaces.models import Circle, Space

_OPEN = """
    UPDATE posts_post post SET circle_id = NULL, version = post.version + 1
    WHERE post.id = ANY(%s) AND post.circle_id IS NOT NULL AND post.withdrawn_at IS NULL
      AND NOT EXISTS (
          SELECT 1 FROM (
              SELECT post.author_id
              UNION
              SELECT author_id FROM posts_comment
              WHERE post_id = post.id AND withdrawn_at IS NULL
          ) AS writer (id)
          WHERE NOT EXISTS (
              SELECT 1 FROM posts_consent consent
              WHERE consent.post_id = post.id AND consent.person_id = writer.id))
    RETURNING post.id
"""


def keep_apart(circle: Circle) -> int:
    """What stands in the space, withdrawn or not, stays with these readers. One statement."""
    return Post.objects.filter(space=circle.space_id, circle=None).update(
        circle=circle, version=F("version") + 1
    )


def written_by(person: User, space: Space) -> QuerySet[Post]:
    """Conversations kept apart in this space in which this person wrote, none withdrawn."""
    said = Comment.objects.filter(post=OuterRef("pk"), author=person, withdrawn_at=None)
    kept = Post.objects.filter(space=space, circle__isnull=False, withdrawn_at=None)
    return kept.filter(Q(author=person) | Exists(said))


@transaction.atomic
def agree_to_open(*, person: User, post: Post) -> bool:
    """Let everybody who reads the space read this conversation; True when it is open now."""
    if not written_by(person, post.space).filter(pk=post.pk).exists():
        if Post.objects.known([post.pk]).filter(circle=None).exists():
            return True
        refuse(_("Those who wrote in this conversation decide whether it opens."))
    return bool(_agree(person, post.space, [post.pk]))


@transaction.atomic
def agree_to_open_everything(*, person: User, space: Space) -> int:
    """The same of all one wrote in here; returns how many conversations this opened."""
    ids = written_by(person, space).values_list("pk", flat=True)
    return len(_agree(person, space, list(ids)))


@transaction.atomic
def take_back_consent(*, person: User, post: Post) -> None:
    """Possible until the conversation opens. Without a consent, nothing happens."""
    (locked,) = _lock([post.pk]) or (None,)
    if locked is None:
        refuse(_("This conversation is open already: withdraw your words to take them back."))
    Consent.objects.filter(person=person, post=locked).delete()


def open_where_agreed(actor: User, space: Space, post_ids: Collection[int]) -> list[int]:
    """Open those of these conversations whose authors all agreed. The caller holds their rows."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [list(post_ids)])
        opened = sorted(pk for (pk,) in cursor.fetchall())
    record_all(PostOpened(actor_id=actor.pk, space_id=space.pk, post_id=pk) for pk in opened)
    if opened:
        note(space, Kind.CONSENT, actor=actor, opened=len(opened))
    return opened


def _agree(person: User, space: Space, post_ids: Collection[int]) -> list[int]:
    kept = _lock(post_ids)
    Consent.objects.bulk_create(
        [Consent(post_id=pk, person=person) for pk in kept], ignore_conflicts=True
    )
    return open_where_agreed(person, space, kept)


def _lock(post_ids: Collection[int]) -> list[int]:
    """Those that are still kept apart; always in the same order."""
    rows = Post.objects.filter(pk__in=post_ids, circle__isnull=False).order_by("pk")
    return list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
