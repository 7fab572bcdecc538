"""People's pictures, for colleagues only: whom one may not know has none."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from apps.profiles.faces import face_file, face_version
from apps.profiles.models import User


@require_safe
def face(request: HttpRequest, username: str, size: int) -> HttpResponseBase:
    """`?v=` names the version: with the right one a browser need not ask again."""
    people = User.objects.visible_to(request.user).select_related("profile")
    profile = get_object_or_404(people, username=username).profile
    version = face_version(profile)
    tag = f'"{version}-{size}"'
    if profile.face and request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            response = FileResponse(face_file(profile, size), content_type="image/webp")
        except FileNotFoundError:
            raise Http404 from None
    response["ETag"] = tag
    is_current = request.GET.get("v") == version
    response["Cache-Control"] = (
        "private, max-age=31536000, immutable" if is_current else "private, no-cache"
    )
    return response
