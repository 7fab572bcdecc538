"""What a plain form brings besides its words: files, and the wish to add or remove some."""

from typing import Any
from uuid import uuid4

from apps.core.errors import InvalidInput
from apps.files.limits import too_large
from apps.posts.actions import upload_file
from apps.profiles.requests import SignedInRequest


def sent(request: SignedInRequest) -> dict[str, Any]:
    """The arguments of an `AttachingForm`: its files are taken in first, so that none is lost when
    the words are refused.
    """
    data, problems = request.POST.copy(), []
    if without := data.get("without"):
        data.setlist("files", [uuid for uuid in data.getlist("files") if uuid != without])
    for upload in request.FILES.getlist("upload"):
        try:
            taken = upload_file(uploader=request.user, upload=upload, key=uuid4())
        except InvalidInput as problem:
            problems.append(problem.message)
        else:
            data.appendlist("files", str(taken.file.uuid))
    problems += [too_large(name) for name in getattr(request, "too_large", ())]
    return {"data": data, "problems": problems}


def goes_on(request: SignedInRequest) -> bool:
    """Whether the form only adds or removes files, and is shown again to be gone on with."""
    return "attaches" in request.POST or "without" in request.POST
