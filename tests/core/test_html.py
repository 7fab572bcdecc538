"""What people, or programs in their name, may send as HTML."""

import pytest
from hypothesis import given, settings, strategies as st

from apps.core.html import from_input, sanitize, to_text


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script><p>x</p>",
        "<p onclick='alert(1)'>x</p>",
        "<p><a href='javascript:alert(1)'>x</a></p>",
        "<p><a href='JaVaScRiPt&#58;alert(1)'>x</a></p>",
        "<p><a href=' data:text/html,alert(1)'>x</a></p>",
        "<p style='background:url(https://evil.example)'>x</p>",
        "<p><img src=x onerror=alert(1)>x</p>",
        "<p>x</p><iframe src='https://evil.example'></iframe>",
        "<p>x</p><svg><script>alert(1)</script></svg>",
        "<p>x</p><style>body{display:none}</style>",
        "<p>x</p><form action='/accounts/logout/'><button>y</button></form>",
        "<p class='card' id='post-1' data-live-key='post.1' hx-get='/x'>x</p>",
        "<p>x</p><math><mtext><img src=x onerror=alert(1)></mtext></math>",
        "<p>x</p><!--><img src=x onerror=alert(1)>-->",
    ],
)
def test_nothing_active_survives(attack):
    html = from_input(attack).lower()
    for word in (
        "script",
        "onerror",
        "onclick",
        "style",
        "<img",
        "<svg",
        "<form",
        "hx-",
        "data-",
        "class",
        " id=",
    ):
        assert word not in html.replace("javascript", "script") or word == "never", (word, html)
    assert "x" in to_text(html)


def test_what_follows_a_drawing_left_open_stays():
    html = from_input("<p>Un</p><svg/onload=alert(1)>deux <p>trois</p>")
    assert to_text(html) == "Un\ndeux\ntrois"
    assert "alert" not in html


def test_control_characters_and_direction_overrides_go():
    assert from_input("a\x00b\x1bc\u202egpj.exe\u2066d") == "<p>abcgpj.exed</p>"


def test_text_of_any_script_stays():
    text = "Ça va ? مرحبا, שלום, 你好, Łódź 🙂 👩🏽‍🔧"
    assert to_text(from_input(text)) == text


def test_plain_text_becomes_paragraphs():
    assert from_input("un\ndeux\n\ntrois < 4 & 5") == "<p>un<br>deux</p><p>trois &lt; 4 &amp; 5</p>"


def test_links_leave_no_trace_of_where_they_stood():
    html = sanitize('<a href="https://example.org" target="_blank">x</a>')
    assert html == '<a href="https://example.org" rel="noopener noreferrer nofollow">x</a>'


def test_blocks_are_lines_of_text():
    assert (
        to_text("<p>un</p><ul><li>deux</li><li>trois<br>quatre</li></ul>")
        == "un\ndeux\ntrois\nquatre"
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_sanitising_twice_changes_nothing_more(text):
    once = sanitize(text)
    assert sanitize(once) == once
