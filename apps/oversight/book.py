"""The book of what administrators do."""

from apps.core.deeds import Deed
from apps.oversight.models import AdministrationEntry


def write_down(done: Deed) -> None:
    AdministrationEntry.objects.create(
        kind=done.kind, actor_id=done.actor_id, person_id=done.person_id, detail=done.detail
    )
