"""Where files and faces are kept, from one address."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def storage_settings(url: str) -> dict[str, Any]:
    """Django's `STORAGES["default"]` for `s3://key:secret@host/bucket?region_name=…`, or a folder.

    `s3+http://` speaks without TLS, for a server on the same machine. What follows `?` are
    settings of django-storages, in small letters. The bucket stays private: there is no address of
    a file but our own.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    address = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{scheme}://{address}",
            "bucket_name": parts.path.strip("/"),
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": True,
            **dict(parse_qsl(parts.query)),
        },
    }
