"""What was looked for is marked, and nothing else becomes markup."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from apps.search.highlighting import SNIPPET, Sought, marked, snippets
from apps.search.stems import stems_of

pytestmark = pytest.mark.django_db


def sought(*words: str) -> Sought:
    return Sought(frozenset(s for stems in stems_of(words).values() for s in stems.values() if s))


def test_words_are_marked_in_all_their_forms():
    (html,) = marked(["Réglages: régler, REGLE; déréglé."], sought("regler"))
    assert html == "Réglages: <mark>régler</mark>, <mark>REGLE</mark>; déréglé."


def test_markup_in_a_text_stays_text():
    (html,) = marked(["<b>banc</b> & <script>banc()</script>"], sought("banc"))
    assert html == (
        "&lt;b&gt;<mark>banc</mark>&lt;/b&gt; &amp; "
        "&lt;script&gt;<mark>banc</mark>()&lt;/script&gt;"
    )


def test_a_topic_is_marked_with_its_sign():
    (html,) = marked(["Vu au #vélo-club"], Sought(frozenset(), frozenset({"veloclub"})))
    assert html == "Vu au <mark>#vélo-club</mark>"


def test_a_snippet_shows_where_the_words_are():
    text = "mot " * 300 + "le banc d’essai dérive " + "mot " * 300
    (html,) = snippets([text], sought("banc", "derive"))
    assert "<mark>banc</mark>" in html
    assert "<mark>dérive</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(re.sub("<.*?>", "", html)) <= SNIPPET + 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>&\"'#/banc é"), max_size=300
    ),
    st.lists(st.sampled_from(["banc", "mark", "script", "amp", "lt", "39"]), max_size=3),
)
def test_without_its_marks_it_is_the_text(db, text, words):
    (html,) = marked([text], sought(*words))
    bare = re.sub("</?mark>", "", html)
    assert not set("<>") & set(bare)
    assert unescape(bare) == unescape(unescape(bare)) or "&" in text
    assert bare.count("&") == len(re.findall(r"&(?:amp|lt|gt|quot|#x27);", bare))
    (short,) = snippets([text], sought(*words))
    assert not set("<>") & set(re.sub("</?mark>", "", short))
