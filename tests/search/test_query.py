"""Whatever is typed is read as something, and the same in both languages."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from apps.search.query import MOST_WORDS, Query, parse, read_date


def test_words_are_normalised_and_the_last_is_being_typed():
    query = parse("Été à l’Œuvre")
    assert query.words == ("ete", "a", "l")
    assert query.beginning == "oeuvre"


@pytest.mark.parametrize("text", ["maintenance ", "maintenance"])
def test_a_space_or_the_button_finishes_a_word(text):
    query = parse(text, is_finished=not text.endswith(" "))
    assert (query.words, query.beginning) == (("maintenance",), "")


def test_phrases_and_what_is_not_wanted():
    query = parse('"Retour de flamme" moteur -essai -"banc froid" « ligne deux »')
    assert query.phrases == (("retour", "de", "flamme"), ("ligne", "deux"))
    assert query.without == (("essai",), ("banc", "froid"))
    assert query.words == ("moteur",)


def test_a_hyphen_inside_a_word_takes_nothing_away():
    assert parse("rendez-vous ").words == ("rendez", "vous")


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("from:camille in:qualite-lyon", "de:camille dans:qualite-lyon"),
        ('from:"Camille Roux" x', 'par:"Camille Roux" x'),
        ("kind:post before:2026-01-02", "type:post avant:02/01/2026"),
        ("after:2025", "après:2025"),
        ("since:2025-05", "depuis:05/2025"),
    ],
)
def test_filters_in_both_languages(english, french):
    one, other = parse(english), parse(french)
    assert one.has_filters
    for field in ("words", "beginning", "people", "spaces", "kinds", "before", "after", "notices"):
        assert getattr(one, field) == getattr(other, field)


def test_a_key_nobody_knows_is_words():
    query = parse("https://example.test/a color:red ")
    assert not query.has_filters
    assert "color" in query.words
    assert "example" in query.words


def test_topics():
    assert parse("#Qualité-Lyon #8D").topics == ("qualitelyon", "8d")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-22", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("2026-11", date(2026, 11, 1)),
        ("2026", date(2026, 1, 1)),
        ("2026-13-01", None),
        ("0000", None),
        ("hier", None),
    ],
)
def test_dates(text, day):
    assert read_date(text) == day


def test_what_is_no_date_is_said():
    query = parse("before:hier qualité")
    assert query.before is None
    assert "before:hier" in query.notices[0]


def test_too_many_words_are_said():
    query = parse(" ".join(f"mot{n}" for n in range(40)))
    assert len(query.words) == MOST_WORDS
    assert query.notices


@given(st.text(max_size=400))
def test_nothing_raises_and_only_words_remain(text):
    query = parse(text)
    assert isinstance(query, Query)
    for word in (*query.words, *query.topics, *(w for p in query.phrases for w in p)):
        assert word
        assert not set(word) & set("'\"\\&|!<>():* \x00")
