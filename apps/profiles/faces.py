"""A person's picture: read once with suspicion, kept as three plain squares, shown to colleagues.

A new picture has a new address (its digest), so browsers keep one for as long as they like.
"""

import warnings
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from apps.core.decisions import require
from apps.core.errors import InvalidInput
from apps.events.actions import record
from apps.profiles.events import ProfileChanged
from apps.profiles.models import Profile, User
from apps.profiles.permissions import can_edit_profile

SIZES = (96, 192, 384)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 50_000_000
MIN_SIDE = 96


def set_face(*, actor: User, person: User, upload: Any) -> Profile:
    """Show this picture. `upload` is a Django file; raises `InvalidInput("face", …)`."""
    require(can_edit_profile(actor, person))
    square = _square(upload)
    pictures = {size: _webp(square, size) for size in SIZES}
    digest = sha256(pictures[max(SIZES)]).hexdigest()[:20]
    stem = f"faces/{person.pk}-{digest}"
    for size, content in pictures.items():
        name = _file(stem, size)
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
    return _show(actor, person, stem)


def remove_face(*, actor: User, person: User) -> Profile:
    """Go back to initials."""
    require(can_edit_profile(actor, person))
    return _show(actor, person, "")


def face_url(person: User, profile: Profile, size: int = 96) -> str:
    """The picture's address for colleagues, at least `size` pixels wide; "" without a picture."""
    if not profile.face:
        return ""
    wide_enough = next((s for s in SIZES if s >= size), max(SIZES))
    return f"{reverse('face', args=[person.username, wide_enough])}?v={face_version(profile)}"


def face_version(profile: Profile) -> str:
    return str(profile.face.name).rpartition("-")[2]


def face_file(profile: Profile, size: int) -> Any:
    """The picture's content, open for reading. Raises `FileNotFoundError`."""
    if not profile.face or size not in SIZES:
        raise FileNotFoundError(size)
    return default_storage.open(_file(str(profile.face.name), size))


@transaction.atomic
def _show(actor: User, person: User, stem: str) -> Profile:
    profile = Profile.objects.select_for_update().get(user=person)
    before = str(profile.face.name or "")
    profile.face.name = stem
    profile.save(update_fields=["face"])
    record(ProfileChanged(actor_id=actor.pk, person_id=person.pk))
    if before and before != stem:
        transaction.on_commit(lambda: _delete(before))
    return profile


def _delete(stem: str) -> None:
    for size in SIZES:
        default_storage.delete(_file(stem, size))


def _file(stem: str, size: int) -> str:
    return f"{stem}.{size}.webp"


def _square(upload: Any) -> Image.Image:
    """The middle of the picture, upright; what it is comes from its content, not its name."""
    if upload.size > MAX_BYTES:
        raise InvalidInput("face", _("This picture is too heavy: 8 MB at most."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise InvalidInput("face", _("This picture has too many pixels."))
                if min(width, height) < MIN_SIDE:
                    raise InvalidInput(
                        "face", _("This picture is too small: 96 pixels a side at least.")
                    )
                image.draft("RGB", (max(SIZES) * 2, max(SIZES) * 2))
                upright = ImageOps.exif_transpose(image).convert("RGBA")
    except InvalidInput:
        raise
    # Pillow raises these and more for files that are broken, or made to be.
    except Exception:
        raise InvalidInput(
            "face", _("This file is not a picture we can read: use JPEG, PNG, WebP or GIF.")
        ) from None
    return ImageOps.fit(upright, (max(SIZES), max(SIZES)), Image.Resampling.LANCZOS)


def _webp(square: Image.Image, size: int) -> bytes:
    """Only pixels: a picture made anew carries no place, date or camera."""
    canvas = Image.new("RGB", (size, size), "white")
    small = square.resize((size, size), Image.Resampling.LANCZOS)
    canvas.paste(small, mask=small.getchannel("A"))
    out = BytesIO()
    canvas.save(out, "WEBP", quality=84, method=5)
    return out.getvalue()
