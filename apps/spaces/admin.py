"""Which spaces there are, for administrators: facts about them, nothing that was written in them.

Confidential spaces do not exist here: not their names, not their number.
"""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.administration import ReadOnly, administration
from apps.spaces.models import Space


@admin.register(Space, site=administration)
class SpaceAdmin(ReadOnly):
    list_display = ("name", "kind", "purpose", "language", "members_count", "created_at", "closed")
    list_filter = ("purpose", "language")
    search_fields = ("name",)
    ordering = ("sort_name", "id")
    fields = (
        "name",
        "slug",
        "kind",
        "purpose",
        "language",
        "members_count",
        "created_at",
        "archived_at",
        "imported_at",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Space]:
        return Space.objects.communities().exclude(kind=Space.Kind.CONFIDENTIAL).by_name()

    @admin.display(description=_("archived"), boolean=True)
    def closed(self, space: Space) -> bool:
        return space.is_archived
