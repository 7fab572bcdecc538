"""What travels: pages compressed, the organisation's colour asked for once."""

import gzip

import pytest

PACKED = {"accept-encoding": "gzip"}


@pytest.mark.django_db
def test_pages_are_compressed(client):
    plain = client.get("/accounts/login/")
    packed = client.get("/accounts/login/", headers=PACKED)
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "<h1>" in gzip.decompress(packed.content).decode()
    assert len(packed.content) < len(plain.content) / 2


def test_two_bytes_are_not(client):
    assert client.get("/healthz", headers=PACKED).content == b"ok"


@pytest.mark.django_db
def test_the_colour_is_linked_where_there_is_one(client, settings):
    settings.RSN_ACCENT = ""
    assert "theme.css" not in client.get("/accounts/login/").text
    settings.RSN_ACCENT = "#7a1f5c"
    assert "/theme.css?v=%237a1f5c" in client.get("/accounts/login/").text
    answer = client.get("/theme.css?v=%237a1f5c")
    assert "--accent-h" in answer.text
    assert "immutable" in answer["Cache-Control"]
    assert "immutable" not in client.get("/theme.css?v=%23000000")["Cache-Control"]
