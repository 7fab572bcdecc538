from django.template import Context, Engine
from hypothesis import given, strategies as st

from apps.core.parts import Overlay, fill, render_parts, settle
from apps.core.remembered import remembered

ENGINE = Engine(builtins=["apps.core.templatetags.ui"])
CARD = ENGINE.from_string(
    '<p>{{ text }}</p>{% when "mine" %}<b>{% slot "name" %}</b>{% endwhen %}'
    '{% when "-mine" %}no{% endwhen %}'
)


def parts_of(text: str):
    return render_parts(lambda: CARD.render(Context({"text": text})))


def test_each_reader_gets_their_own_pieces():
    parts = parts_of("hello")
    assert fill(parts, Overlay({"mine"}, {"name": "Ada"})) == "<p>hello</p><b>Ada</b>"
    assert fill(parts, Overlay(set(), {"name": "Ada"})) == "<p>hello</p>no"


@given(st.sets(st.sampled_from(["mine", "unread"])))
def test_parts_settled_for_some_facts_are_those_parts_for_them(facts):
    parts = parts_of("hello")
    reader = Overlay(facts, {"name": "Ada"})
    assert fill(settle(parts, facts), reader) == fill(parts, reader)
    assert len(settle(parts, facts)) == (3 if "mine" in facts else 1)


@given(st.text(alphabet="\x02\x03:slotwhenend0123456789abcdef ", max_size=80))
def test_what_people_write_never_becomes_a_mark(text):
    assert "SECRET" not in fill(parts_of(text), Overlay(set(), {"name": "SECRET"}))


def test_a_remembered_piece_is_filled_for_each_request():
    csrf = [
        remembered("components/languages.html", token, languages=(), next="/") for token in "ab"
    ]
    assert csrf[0] != csrf[1]
    assert csrf[0].replace('value="a"', "") == csrf[1].replace('value="b"', "")
