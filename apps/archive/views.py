"""A space as a file, for its owners."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.archive import tasks
from apps.archive.actions import ask_for_export
from apps.archive.models import SpaceExport
from apps.archive.presenters import export_page
from apps.core.decisions import require
from apps.core.http import see_other, wants_fragment
from apps.profiles.requests import SignedInRequest
from apps.spaces.models import Space
from apps.spaces.permissions import can_archive_space, standing


@require_http_methods(["GET", "HEAD", "POST"])
def space_export(request: SignedInRequest, slug: str) -> HttpResponse:
    """GET shows what was asked for, and how far it is; POST asks."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    require(can_archive_space(standing(request.user, space)))
    if request.method == "POST":
        export = ask_for_export(actor=request.user, space=space)
        transaction.on_commit(lambda: tasks.write_export.delay(export.pk))
        return see_other(request.path)
    template = "archive/_exports.html" if wants_fragment(request) else "archive/export.html"
    return render(request, template, {"export": export_page(request.user, space)})


@require_safe
def space_export_file(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """To the owner who asked for it, as long as they own the space and it is kept."""
    space = get_object_or_404(Space.objects.visible_to(request.user), slug=slug)
    mine = SpaceExport.objects.visible_to(request.user).filter(
        space=space, state=SpaceExport.State.READY, expires_at__gt=timezone.now()
    )
    export = get_object_or_404(mine, uuid=uuid)
    content = default_storage.open(export.stored_as)
    name = f"{space.slug}-{export.asked_at:%Y-%m-%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name)
    response["Content-Type"] = "application/zip"
    response["X-Content-Type-Options"] = "nosniff"
    return response
