"""Files: sent by one, given to who reads the words they stand with. The only way to any byte."""

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.core.decisions import require
from apps.core.http import attempt, see_other, wants_fragment
from apps.files.limits import too_large
from apps.files.serving import answer
from apps.posts.actions import throw_file_away, upload_file
from apps.posts.forms import UploadForm
from apps.posts.models import Attachment
from apps.posts.permissions import can_open_file
from apps.posts.presenters.tray import tray_item
from apps.profiles.models import User
from apps.profiles.requests import SignedInRequest


@require_POST
def files(request: SignedInRequest) -> HttpResponse:
    """One file a request; it is its sender's alone until it stands with words."""
    problems = [too_large(name) for name in getattr(request, "too_large", ())]
    form = UploadForm(request.POST, request.FILES, problems=problems)
    taken = attempt(form, upload_file, uploader=request.user)
    if taken is None:
        template = "posts/_not_taken.html" if wants_fragment(request) else "posts/upload.html"
        errors = [error for name in form.errors for error in form.errors[name]]
        return render(request, template, {"errors": errors}, status=422)
    if not wants_fragment(request):
        return see_other(taken.get_absolute_url())
    return render(request, "posts/_tray_item.html", {"item": tray_item(taken)})


@require_http_methods(["GET", "HEAD", "DELETE"])
def file(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    readable = Attachment.objects.visible_to(request.user).with_file()
    shown = get_object_or_404(readable, file__uuid=uuid)
    if request.method == "DELETE":
        throw_file_away(actor=request.user, attachment=shown)
        return HttpResponse() if wants_fragment(request) else see_other("/")
    require(can_open_file(shown))
    width = request.GET.get("w", "")
    return answer(request, shown.file, width=width, still=lambda: _still(request.user, shown))


def _still(user: User, shown: Attachment) -> bool:
    """Asked while a long file is under way, of the database as it is then."""
    user.refresh_from_db(fields=["is_active"])
    return Attachment.objects.visible_to(user).filter(pk=shown.pk).exists()
