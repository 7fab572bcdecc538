"""What the members of a space see of an access in force: see apps/spaces/exceptional.py."""

from apps.oversight.models import Access
from apps.spaces.exceptional import ExceptionalAccess, answer_exceptional
from apps.spaces.models import Space


@answer_exceptional
def in_force(space: Space) -> list[ExceptionalAccess]:
    """Who reads `space` by exception now, where its members may be told. One query."""
    found = Access.objects.in_force().told().filter(space=space)
    return [
        ExceptionalAccess(
            reader=access.asker.display_name,
            approver=access.answered_by.display_name if access.answered_by else "",
            reason=access.get_reason_display(),
            until=access.expires_at,
        )
        for access in found.select_related("asker", "answered_by").order_by("expires_at", "id")
        if access.expires_at
    ]
