"""Mails as people's programs write them, and as nobody should."""

from time import thread_time

import pytest

from apps.notifications.replies.cutting import own_words
from apps.notifications.replies.reading import read_mail
from apps.notifications.replies.trusting import is_said_forged

ANSWERS = {
    "gmail, French": (
        (
            "Mardi me va.\n\nLe mar. 3 mars 2026 à 10:05, Anaïs Animator · Aubrac <\n"
            "rsn@aubrac.example> a écrit\u00a0:\n\n> Quel jour ?\n> Quartz\n"
        ),
        "Mardi me va.",
    ),
    "gmail, English": (
        (
            "Tuesday suits me.\r\n\r\nOn Tue, Mar 3, 2026 at 10:05 AM Anaïs "
            "<rsn@aubrac.example>\r\nwrote:\r\n\r\n> What day?\r\n"
        ),
        "Tuesday suits me.",
    ),
    "thunderbird": (
        "Le 03/03/2026 à 10:05, Anaïs a écrit :\n> Quel jour ?\n\nMardi me va.",
        "Mardi me va.",
    ),
    "outlook, French": (
        (
            "Mardi me va.\n\nDe : Anaïs <rsn@aubrac.example>\nEnvoyé : mardi 3 mars 2026 10:05\n"
            "À : Mehdi <m@aubrac.example>\nObjet : Quartz\n\nQuel jour ?"
        ),
        "Mardi me va.",
    ),
    "outlook, English": (
        (
            "Tuesday.\n\n________________________________\nFrom: Anaïs <rsn@aubrac.example>\n"
            "Sent: Tuesday, March 3, 2026 10:05\nTo: Mehdi\nSubject: Quartz\n\nWhat day?"
        ),
        "Tuesday.",
    ),
    "signature": ("Mardi.\n\n-- \nMehdi\nAtelier", "Mardi."),
    "telephone": ("Mardi.\n\nEnvoyé de mon iPhone", "Mardi."),
    "telephone, English": ("Tuesday.\n\nSent from my iPhone", "Tuesday."),
    "between quotations": ("> Quel jour ?\nMardi.\n> Où ?\nÀ Lyon.", "Mardi.\nÀ Lyon."),
    "nothing of one's own": (
        "De : Anaïs <a@b.c>\nEnvoyé : mardi\nÀ : Mehdi\nObjet : Quartz\n\nQuel jour ?",
        "",
    ),
    "a list": ("Deux idées :\n- mardi\n- jeudi\n\nMerci,\nMehdi", None),
    "words that look like a farewell": ("Bonjour,\nCordialement dit, non.\nMardi plutôt.", None),
    "a long line": ("Mardi," * 200 + "\nFin.", None),
    "empty": ("", ""),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_only_ones_own_words_stay(name):
    text, words = ANSWERS[name]
    assert own_words(text) == (text.strip() if words is None else words)


HOSTILE = {
    "one endless line": ("On " + "a " * 5000) * 4,
    "thousands of blank lines": "\n \n" * 20_000 + "x",
    "a header that never ends": ("From:" + " " * 200 + "\n") * 300,
    "almost a quotation": ("Le " + "a " * 110 + "a écrit\n") * 300,
    "deep quotations": ("> " * 110 + "On x\n") * 300,
    "underscores": "_" * 60_000,
    "disclaimers": ("Disclaimer: " + "mail " * 40 + "\n") * 250,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long_to_cut(name):
    began = thread_time()
    own_words(HOSTILE[name])
    assert thread_time() - began < 4


def mail(*headers: str, body: bytes = b"Mardi.", kind: str = "text/plain") -> bytes:
    lines = [f"Content-Type: {kind}", *headers] if kind else list(headers)
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


SENDERS = {
    "Ana@Example.test": "ana@example.test",
    "Ana Alves <ana@example.test>": "ana@example.test",
    '"Alves, Ana" <ana@example.test>': "ana@example.test",
    '"ana@example.test" <ana@example.test>': "ana@example.test",
    "=?utf-8?q?Zo=C3=A9?= <zoe@example.test>": "zoe@example.test",
    '"ana@example.test" <eve@evil.test>': "eve@evil.test",
    "ana@example.test <eve@evil.test>": "",
    "ana@example.test, eve@evil.test": "",
    "Team: ana@example.test;": "",
    "<ana@example.test>, <eve@evil.test>": "",
    "Ana <ana@example.test> <eve@evil.test>": "",
    "undisclosed": "",
    "=?utf-8?b?ZXZlQGV2aWwudGVzdCA8YW5hQGV4YW1wbGUudGVzdD4=?= <eve@evil.test>": "",
    "=?nonsense?x?=": "",
}


@pytest.mark.parametrize("line", SENDERS)
def test_one_sender_or_none(line):
    assert read_mail(mail(f"From: {line}")).sender == SENDERS[line]


def test_two_senders_are_none():
    assert read_mail(mail("From: ana@example.test", "From: eve@evil.test")).sender == ""


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        "Precedence: LIST",
        "X-Autoreply: yes",
        "List-Id: <everybody.example.test>",
        "Return-Path: <>",
    ],
)
def test_programs_that_answer_are_told_apart(header):
    assert read_mail(mail(header)).is_automatic
    assert not read_mail(mail("Auto-Submitted: no", "Precedence: normal")).is_automatic


CHARSETS = {
    "declared": ("text/plain; charset=iso-8859-15", "Mardi à 5 €".encode("iso-8859-15")),
    "windows": ("text/plain; charset=windows-1252", "Mardi à 5 €".encode("cp1252")),
    "wrong": ("text/plain; charset=us-ascii", "Mardi à 5 €".encode()),
    "unknown": ("text/plain; charset=klingon", "Mardi à 5 €".encode()),
    "not a charset": ("text/plain; charset=unicode_escape", "Mardi à 5 €".encode()),
    "empty": ('text/plain; charset=""', "Mardi à 5 €".encode()),
    "none": ("text/plain", "Mardi à 5 €".encode("cp1252")),
    "utf-16": ("text/plain; charset=utf-16", "Mardi à 5 €".encode("utf-16")),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_charsets_in_all_their_disorder(name):
    kind, body = CHARSETS[name]
    assert read_mail(mail(kind=kind, body=body)).text == "Mardi à 5 €"


def test_a_mail_in_html_alone_is_its_words():
    html = (
        "<html><head><style>p{color:red}</style></head><body><div>Mardi &amp; jeudi.</div>"
        "<div>À Lyon<br>ou ici<img src=x onerror=alert(1)><script>alert(1)</script></div>"
        "<div class=gmail_quote>Le 3 mars 2026, Anaïs a écrit :<blockquote>Quel jour ?"
        "</blockquote></div></body></html>"
    )
    read = read_mail(mail(kind="text/html; charset=utf-8", body=html.encode()))
    assert read.text == "Mardi & jeudi.\nÀ Lyon\nou ici"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"From: \xff\xfe\r\n\r\n\xff",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n--x\r\n--x--",
        b"Content-Type: multipart/mixed\r\n\r\nx",
        b"Content-Type: text/plain; charset*=%\r\nFrom: =?utf-8?b?!!!?=\r\n\r\nx",
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"Content-Transfer-Encoding: uuencode\r\n\r\nbegin 644 x\r\n!!",
        b"From: " + b"a" * 100_000 + b"\r\n\r\nx",
        b"Message-ID: <" + b"\xe9" * 5000 + b">\r\n\r\nx",
        b"Content-Type: " + b"multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: " * 400,
    ],
)
def test_no_bytes_break_the_reading(raw):
    read = read_mail(raw)
    assert isinstance(read.text, str)
    assert len(read.identity) <= 500


def test_twenty_megabytes_are_read_in_time():
    began = thread_time()
    read_mail(mail(body=b"x " * 10_000_000))
    read_mail(mail(kind="text/html", body=b"<div>" * 4_000_000))
    assert thread_time() - began < 20


@pytest.mark.parametrize(
    ("line", "forged"),
    [
        ("mx.aubrac.example; dmarc=fail header.from=x; spf=pass", True),
        ("mx.aubrac.example; dmarc=pass; spf=fail", False),
        ("mx.aubrac.example; spf=fail; dkim=none", True),
        ("mx.aubrac.example; spf=fail; dkim=pass", False),
        ("mx.aubrac.example 1; spf=softfail", False),
        ("mx.aubrac.example; none", False),
        ("elsewhere.example; dmarc=fail", False),
        ("MX.aubrac.example; DMARC=FAIL (p=none)", True),
    ],
)
def test_what_our_mail_server_found_out(settings, line, forged):
    settings.RSN_MAIL_AUTHSERV_ID = "mx.aubrac.example"
    assert is_said_forged((line,)) is forged
    assert is_said_forged((line, "mx.aubrac.example; dmarc=pass; spf=pass")) in {forged, False}
    settings.RSN_MAIL_AUTHSERV_ID = ""
    assert not is_said_forged((line,))
