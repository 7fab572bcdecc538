"""django-guardian's rows on a post: only for the rare explicit exception, written with `Guest`."""

from typing import Any

from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

READ = "view_post"


class PostGrant(UserObjectPermissionBase):
    """One permission of one person on one post."""

    content_object = models.ForeignKey(
        "posts.Post", on_delete=models.CASCADE, related_name="grants"
    )


def given_to(user: Any) -> Q:
    """Holds for posts that this person was given to read."""
    given = PostGrant.objects.filter(user=user, permission__codename=READ)
    return Q(pk__in=given.values("content_object"))
