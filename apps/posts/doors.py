"""How one post is loaded for somebody: asked for on every page about it, so planned once a
connection."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from apps.core.prepared import Prepared, given
from apps.posts.models import Post


def post_or_404(user: Any, pk: int) -> Post:
    """The post of this id, with what its card needs and `is_given`. Raises `Http404` where it is
    not there for this person, for whichever reason."""
    for post in _ONE.rows(user, pk):
        return post
    raise Http404


def _one_post(person: Any) -> QuerySet[Post]:
    return Post.objects.visible_to(person).with_card().marking_given(person).filter(pk=given(2))


_ONE: Prepared[Post] = Prepared(_one_post, "bigint")
