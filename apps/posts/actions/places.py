"""Where one writes stays, while one writes, what it was when one was shown who reads it."""

from django.utils.translation import gettext as _

from apps.core.decisions import refuse
from apps.core.errors import InvalidInput
from apps.posts.models import Post
from apps.spaces.actions import openness
from apps.spaces.models import Space


def hold_space(space: Space) -> Space:
    """The space as it stands now, its kind fixed until the transaction ends.

    Others go on writing there; a change of kind waits, or was before. Raises `InvalidInput` when
    more people read there than when `space` was loaded.
    """
    held = take_space(space.pk)
    stay_with(held, space.kind)
    return held


def take_space(space_id: int) -> Space:
    """The same without a question. Before anything else of it is locked: a space comes first.

    Raises `Refused` when it was deleted since it was loaded.
    """
    found = Space.objects.raw("SELECT * FROM spaces_space WHERE id = %s FOR SHARE", [space_id])
    held = next(iter(found), None)
    if held is None:
        refuse(_("This space is no longer there."))
    return held


def stay_with(space: Space, kind: str) -> None:
    """Raises `InvalidInput` when more people read the space than one of this kind ("": any)."""
    if kind in Space.Kind.values and openness(space.kind) > openness(kind):
        raise InvalidInput(
            "body",
            _(
                "This space was opened a moment ago: more people would read this than you were "
                "told. Send it again if you want them to."
            ),
        )


def hold_conversation(post: Post, *, is_kept: bool = False) -> None:
    """Fix whom a conversation is kept for until the transaction ends.

    Raises `InvalidInput` when it was opened since `post` was loaded, or, where it `is_kept` by
    what the author was shown, since then.
    """
    is_kept = is_kept or post.circle_id is not None
    if lock_conversation(post) is None and is_kept:
        raise InvalidInput(
            "body",
            _(
                "This conversation was opened a moment ago: everyone who reads the space would "
                "read this. Send it again if you want them to."
            ),
        )


def lock_conversation(post: Post) -> int | None:
    """The circle that a conversation is kept for, as it stays until the transaction ends."""
    rows = Post.objects.select_for_update(no_key=True).filter(pk=post.pk)
    return rows.values_list("circle_id", flat=True).get()
