"""django-guardian's rows on a post: only for the rare explicit exception, written with `Guest`."""

from typing import Any

from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from apps.core.clauses import Clause

READ = "view_post"


class PostGrant(UserObjectPermissionBase):
    """One permission of one person on one post."""

    content_object = models.ForeignKey(
        "posts.Post", on_delete=models.CASCADE, related_name="grants"
    )


def given_to(user: Any) -> Q:
    """Holds for posts that this person was given to read."""
    return Q(_GIVEN(user, "pk"))


_GIVEN = Clause(
    "{0} IN ({given})",
    given=lambda person: PostGrant.objects.filter(user=person, permission__codename=READ).values(
        "content_object"
    ),
)
