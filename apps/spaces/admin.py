"""Which spaces there are, for administrators: facts about them, nothing that was written in them.

Confidential spaces do not exist here: not their names, not their number.
"""

from datetime import datetime

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.administration import ReadOnly, administration
from apps.spaces.models import Space


@admin.register(Space, site=administration)
class SpaceAdmin(ReadOnly):
    list_display = ("name", "kind", "purpose", "language", "members", "created", "closed")
    list_filter = ("purpose", "language")
    search_fields = ("name",)
    ordering = ("sort_name", "id")
    fields = (
        "name",
        "address",
        "kind",
        "purpose",
        "language",
        "members",
        "created",
        "archived",
        "imported",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Space]:
        return Space.objects.communities().exclude(kind=Space.Kind.CONFIDENTIAL).by_name()

    @admin.display(description=_("address"))
    def address(self, space: Space) -> str:
        return space.slug

    @admin.display(description=_("members"), ordering="members_count")
    def members(self, space: Space) -> int:
        return space.members_count

    @admin.display(description=_("created"), ordering="created_at")
    def created(self, space: Space) -> datetime:
        return space.created_at

    @admin.display(description=_("archived"))
    def archived(self, space: Space) -> datetime | None:
        return space.archived_at

    @admin.display(description=_("imported"))
    def imported(self, space: Space) -> datetime | None:
        return space.imported_at

    @admin.display(description=_("archived"), boolean=True)
    def closed(self, space: Space) -> bool:
        return space.is_archived
