"""What travels: pages compressed, the organisation's colour asked for once."""

import gzip
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from apps.core.finders import minified, stylesheets
from apps.core.fonts import FONTS, packaged

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


def test_the_stylesheet_is_small():
    """60 KB before compression, for the whole product."""
    travels = Path(finders.find("css/rsn.css")).read_bytes()
    written = sum(path.stat().st_size for path in stylesheets())
    assert written * 0.8 < len(travels) < written, "only what people read is left out"
    assert len(travels) <= 60_000


def test_a_descendant_stays_one():
    css = "@layer a { .field :is(input, select) { b: c; & :where(.d) { e: f } } }"
    assert ".field *:is(input,select){" in minified(css)
    assert "& *:where(.d){" in minified(css)


def test_fonts_are_cut_to_the_letters_in_use():
    for name, source in FONTS.items():
        cut = Path(finders.find(name))
        assert cut.stat().st_size < packaged(source).stat().st_size / 2
        letters = TTFont(cut).getBestCmap()
        assert all(ord(letter) in letters for letter in "aéœŸçßłŞ«’…€→−ễ")
