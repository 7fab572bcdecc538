"""What nobody types by mistake gets an answer, never an error of ours."""

import base64
import json
import time

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given, settings as examples, strategies as st

from apps.accounts.kept import author_token
from apps.core.html import UNSAFE_CHARACTERS, from_input, to_text
from apps.core.pagination import encode_cursor
from tests.access.test_addresses import addresses

HALF, NUL = "\ud800", "\x00"
WORDS = [NUL, f"a{NUL}b", "\x02mark\x03", "\u202egpj.exe", "x" * 5000, "'", "\\", ":*", "&|!()"]
MOMENTS = [
    "2026-01-01T00:00:00+20:00",
    "2026-01-01T00:00:00+05:00:30.5",
    "0001-01-01T00:00:00+15:00",
    "9999-12-31T23:59:59-15:00",
    "2026-01-01",
    "x",
]
PAIRS = [
    *([moment, 1] for moment in MOMENTS),
    *([name, 1] for name in (HALF, NUL, "x" * 10_000, None, 1, [], {})),
    *(["a", number] for number in (2**63, -(2**63) - 1, 1e300, True, None, "1")),
    [],
    {"a": 1, "b": 2},
    5,
]


def cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize("value", PAIRS, ids=lambda value: ascii(value)[:40])
def test_a_cursor_that_is_not_ours_is_an_address_like_any_other(value, world, in_open, signed_in):
    client = signed_in(world.member)
    here = f"/spaces/{world.open.slug}"
    for path in ("/people/", "/spaces/", f"{here}/members/", f"/posts/{in_open.post.pk}/comments/"):
        assert client.get(path, {"after": cursor(value)}).status_code in (200, 404), path
    for path in ("/", f"{here}/", f"/people/{world.owner.username}/"):
        assert client.get(path, {"before": cursor(value)}).status_code in (200, 404), path


def test_a_cursor_has_one_spelling(world, in_open, signed_in):
    """Pages are kept by their cursor: a thousand spellings of one would fill the cache."""
    client = signed_in(world.member)
    comments = f"/posts/{in_open.post.pk}/comments/"
    ours = encode_cursor(in_open.post.published_at, 1)
    assert client.get(comments, {"after": ours}).status_code == 200
    for other in (f"!{ours}", f"{ours}=", f"{ours[:8]}\n{ours[8:]}", cursor(["2026-01-01 00Z", 1])):
        assert client.get(comments, {"after": other}).status_code == 404


@pytest.mark.parametrize("typed", WORDS, ids=lambda typed: ascii(typed)[:20])
def test_any_words_may_be_looked_for(typed, world, signed_in):
    client = signed_in(world.member)
    members = f"/spaces/{world.open.slug}/members/"
    for path in ("/", "/people/", "/spaces/", "/spaces/picker/", members):
        for name in ("q", "add", "after", "before", "unit", "kind", "show", "start", "next"):
            assert client.get(path, {name: typed}).status_code in (200, 404), (path, name)


@pytest.mark.parametrize("typed", WORDS, ids=lambda typed: ascii(typed)[:20])
def test_any_words_may_be_sent(typed, world, in_open, signed_in):
    client = signed_in(world.owner)
    here, post = f"/spaces/{world.open.slug}", f"/posts/{in_open.post.pk}/"
    space = {"name": "n", "kind": "open", "purpose": "practice", "language": "fr"}
    forms = [
        ("/spaces/new/", space, ["name", "description", "kind", "language", "key"]),
        (f"{here}/edit/", space, ["name", "charter_note", "purpose"]),
        (f"{here}/kind/", {}, ["kind"]),
        (f"{here}/posts/", {"body": "x"}, ["title", "body", "key", "author"]),
        (post, {"body": "x"}, ["title", "body", "key"]),
        (f"{post}comments/", {"body": "x"}, ["body", "parent", "key"]),
        (f"{post}reaction/", {}, ["kind"]),
        (f"{here}/members/{world.outsider.username}/", {}, ["role"]),
        ("/settings/", {}, ["about", "skills", "languages", "phone", "pronouns"]),
    ]
    for path, data, names in forms:
        for name in names:
            answer = client.post(path, data | {name: typed})
            assert answer.status_code in (303, 404, 422), (path, name, answer.status_code)


def test_nothing_is_kept_in_a_name_that_we_did_not_sign(world):
    """Otherwise anybody fills a table, and puts words into another's composer."""
    mine, theirs = author_token(world.outsider), author_token(world.member)
    swapped = f"{theirs.partition(':')[0]}:{mine.partition(':')[2]}"
    for author, is_kept in ((theirs, True), (swapped, False), (f"{theirs[:-4]}AAAA", False)):
        client = Client()
        client.post("/spaces/everyone/posts/", {"body": "x", "author": author})
        assert (settings.SESSION_COOKIE_NAME in client.cookies) == is_kept


def test_numbers_beyond_any_key_are_no_address(world, signed_in):
    client = signed_in(world.member)
    for number in (0, 2**63 - 1, 2**63, 10**30):
        for path in addresses().values():
            if "/1/" in path and not path.startswith("/admin/"):
                numbered = path.replace("/1/", f"/{number}/")
                assert client.get(numbered).status_code in (404, 405), numbered


def test_what_is_too_long_is_refused_with_the_words_kept(world, signed_in):
    client = signed_in(world.member)
    body = "mot " * (2**19)
    answer = client.post(f"/spaces/{world.open.slug}/posts/", {"body": body})
    assert answer.status_code == 422
    assert body[:1000] in answer.content.decode()
    endless = client.post(f"/spaces/{world.open.slug}/posts/", {"body": "x" * (5 * 2**20)})
    assert endless.status_code == 400


@pytest.mark.parametrize(
    "piece",
    ["<blockquote>", "<ul><li>", "<div>", "<b>", "<p ", "<<p>", "<a href=x>", "<blockquote></x>"],
)
def test_markup_beyond_measure_costs_no_more_than_its_length(piece):
    """One post of 300,000 characters took a minute of a processor: a tree as deep as it is long."""
    body = piece * (290_000 // len(piece)) + "mot"
    began = time.process_time()
    html = from_input(body)
    assert "mot" in to_text(html)
    assert time.process_time() - began < 3


def test_of_lists_in_endless_lists_the_words_stay():
    assert (
        from_input("<ul><li>" * 100 + "un<br>deux &amp; trois") == "<p>un<br>deux &amp; trois</p>"
    )
    assert "<ul><li><ul><li>un" in from_input("<ul><li><ul><li>un")
    long = "".join(f"<p>{number} &lt;</p>" for number in range(6000))
    assert to_text(from_input(long)).startswith("0 <\n1 <\n")


@examples(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 0x10FFFF), max_size=8))
def test_what_deceives_is_not_spelled_as_an_entity_either(codes):
    entities = "".join(f"&#{code};" for code in [*codes, 0x202E, 2])
    html = from_input(f"<p>a{entities}<a href='{entities}x'>b</a></p>")
    assert not UNSAFE_CHARACTERS.search(html)
    assert not UNSAFE_CHARACTERS.search(to_text(html))


def test_a_link_is_judged_as_it_will_be_read():
    for code in ("&#1;", "&#x202e;", "&#127;", "&Tab;"):
        assert "script:" not in from_input(f"<p><a href='java{code}script:alert(1)'>x</a></p>")
