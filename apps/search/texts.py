"""The kinds that are texts: posts and comments, from the index."""

from django.utils.translation import gettext_lazy as _

from apps.search.kinds import Kind, declare
from apps.search.tokens import KINDS

POSTS = declare(
    Kind(
        "post",
        _("Posts"),
        ("posts", "publication", "publications", "message", "messages"),
        token=KINDS["post"],
    )
)
COMMENTS = declare(
    Kind(
        "comment",
        _("Comments"),
        ("comments", "commentaire", "commentaires", "answer", "answers", "reponse", "reponses"),
        token=KINDS["comment"],
    )
)
