"""Where bytes are: a folder, or S3. Never reachable by an address of their own."""

from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage


def put(name: str, content: IO[bytes] | bytes) -> None:
    """Keep these bytes under exactly this name, whatever was there."""
    default_storage.delete(name)
    file = ContentFile(content) if isinstance(content, bytes) else File(content)
    kept = default_storage.save(name, file)
    if kept != name:
        raise FileExistsError(name)


def opened(name: str) -> Any:
    """Open for reading. Raises `FileNotFoundError`."""
    return default_storage.open(name, "rb")


def drop(folder: str) -> None:
    """Remove everything in this folder. What is not there is no error."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    if is_on_disk():
        Path(default_storage.path(folder)).rmdir()


def is_on_disk() -> bool:
    """Whether a proxy beside us can read the same bytes."""
    try:
        default_storage.path("")
    except NotImplementedError:
        return False
    return True


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of what is in the stream, which is then at its beginning again."""
    stream.seek(0)
    digest = sha256()
    while piece := stream.read(1024 * 1024):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()


def drop_one(name: str) -> None:
    default_storage.delete(name)
