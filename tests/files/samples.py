"""Files to send, made here: a few bytes each, of what they say they are."""

import struct
import wave
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title><script>alert(document.cookie)</script>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 60 + b"PE\x00\x00"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 40


def picture(
    name: str = "photo.jpg", *, size: tuple[int, int] = (900, 600), kind: str = "JPEG", **how
) -> SimpleUploadedFile:
    """A gradient, so that it weighs something."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    return upload(name, saved(image, kind, **how))


def saved(image: Image.Image, kind: str, **how) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def with_place(name: str = "holiday.jpg") -> SimpleUploadedFile:
    """A photograph held sideways, that says where and with what it was taken."""
    image = Image.new("RGB", (800, 400), "teal")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    return upload(name, saved(image, "JPEG", exif=exif, comment=b"taken at home"))


def bomb(name: str = "small.png", *, side: int = 60_000) -> SimpleUploadedFile:
    """A few bytes of head that announce 3.6 thousand million pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = (
        _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + _chunk(b"IEND")
    )
    return upload(name, b"\x89PNG\r\n\x1a\n" + chunks)


def _chunk(kind: bytes, content: bytes = b"") -> bytes:
    whole = kind + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def moving(name: str = "wave.gif") -> SimpleUploadedFile:
    first, *rest = [Image.new("RGB", (400, 300), colour) for colour in ("red", "green", "blue")]
    return upload(name, saved(first, "GIF", save_all=True, append_images=rest, duration=80))


def sound(name: str = "voice.wav") -> SimpleUploadedFile:
    out = BytesIO()
    with wave.open(out, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(8000)
        written.writeframes(b"\x00\x01" * 4000)
    return upload(name, out.getvalue())


def zipped(name: str, *entries: str) -> SimpleUploadedFile:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for entry in entries:
            archive.writestr(entry, "x")
    return upload(name, out.getvalue())


def upload(name: str, content: bytes = b"Bonjour\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
