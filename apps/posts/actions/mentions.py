"""Who is named in a text, noted when the text is written."""

from collections.abc import Collection

from django.utils import timezone

from apps.events.actions import record
from apps.posts.events import PersonMentioned
from apps.posts.models import Comment, Mention, Post
from apps.profiles.models import User


def note_mentions(
    *,
    actor: User,
    post: Post,
    comment: Comment | None = None,
    people: Collection[int],
    quiet_until: str | None = None,
) -> None:
    """Make the mentions of this text those of `people`, who all read it; tell of the new ones.

    Whoever was named here before, in words since changed, is not told a second time. Called in the
    transaction that writes the words, which holds their row: two edits follow one another.
    """
    here = Mention.objects.filter(post=post, comment=comment)
    before = dict(here.values_list("person_id", "removed_at"))
    gone = [pk for pk, removed_at in before.items() if removed_at is None and pk not in people]
    back = [pk for pk, removed_at in before.items() if removed_at is not None and pk in people]
    if gone or back:
        here.filter(person__in=gone).update(removed_at=timezone.now())
        here.filter(person__in=back).update(removed_at=None)
    new = sorted(set(people) - before.keys())
    if not new:
        return
    Mention.objects.bulk_create(
        Mention(post=post, comment=comment, person_id=person_id) for person_id in new
    )
    if told := [person_id for person_id in new if person_id != actor.pk]:
        record(
            PersonMentioned(
                actor_id=actor.pk,
                space_id=post.space_id,
                post_id=post.pk,
                circle_id=post.circle_id,
                comment_id=comment.pk if comment else None,
                people=told,
                quiet_until=quiet_until,
            )
        )
