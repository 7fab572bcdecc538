"""Where bytes are kept: the settings, and what they construct."""

import pytest
from django.core.files.storage import InvalidStorageError, StorageHandler
from pydantic import ValidationError

from apps.files import storage
from rsn.env import Env
from rsn.storage import storage_settings
from tests.files import samples

S3 = "s3://KEY:s%2Fecret@s3.example.org:9000/social?region_name=fr-par&location=rsn"


def test_an_address_makes_a_private_bucket():
    """No bytes are sent: what is constructed is what django-storages would use."""
    made = StorageHandler({"default": storage_settings(S3)})["default"]
    assert type(made).__module__ == "storages.backends.s3"
    assert (made.bucket_name, made.access_key, made.secret_key) == ("social", "KEY", "s/ecret")
    assert (made.endpoint_url, made.region_name) == ("https://s3.example.org:9000", "fr-par")
    assert (made.default_acl, made.querystring_auth) == ("private", True)
    assert made.bucket.name == "social"
    assert made.connection.meta.client.meta.endpoint_url == "https://s3.example.org:9000"


def test_without_an_address_it_is_a_folder(settings):
    handler = StorageHandler({"default": storage_settings("")})
    assert handler["default"].path("x").endswith("x")
    with pytest.raises(InvalidStorageError):
        StorageHandler({"default": {"BACKEND": "no.such.Storage"}})["default"]


def test_an_address_that_is_none_is_refused():
    common = {"database_url": "postgresql://x/x", "redis_url": "redis://x"}
    for wrong in ({"storage_url": "ftp://x"}, {"clamd_address": "x:1"}, {"file_kinds": "films"}):
        with pytest.raises(ValidationError):
            Env(**common, **wrong)
    assert Env(**common, file_kinds="picture, document").file_kinds == ["picture", "document"]


def test_bytes_are_kept_under_their_own_name_and_go_with_their_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    storage.put("files/ab/x/sent", b"one")
    storage.put("files/ab/x/sent", samples.upload("y", b"two"))
    with storage.opened("files/ab/x/sent") as stream:
        assert stream.read() == b"two"
    storage.drop("files/ab/x")
    storage.drop("files/ab/x")
    assert not (tmp_path / "files/ab/x").exists()
