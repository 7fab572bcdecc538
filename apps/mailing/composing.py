"""A letter as a message: words from its templates, headers as other programs expect them."""

import re
from collections.abc import Mapping
from email.utils import formataddr, make_msgid, parseaddr
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from apps.core.html import clean_text
from apps.mailing.bounces import bounce_address
from apps.mailing.letters import Letter, Words

# What stands in `@media` stays a stylesheet: colours for the dark, which no attribute can hold.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def message_of(letter: Letter, words: Words | None = None) -> EmailMultiAlternatives:
    """The message that leaves. `words` stand in for the letter's templates where given."""
    words = words or words_of(letter)
    message = EmailMultiAlternatives(
        subject=one_line(words.subject),
        body=words.text,
        # Django gives the SMTP server this as envelope sender, and shows the header "From" below.
        from_email=bounce_address(letter.to),
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=_headers(letter),
    )
    if words.html:
        message.attach_alternative(words.html, "text/html")
    return message


def words_of(letter: Letter) -> Words:
    """Subject, text and HTML in the letter's language, styles already written on the elements."""
    context = {
        "organisation_name": settings.RSN_ORGANISATION_NAME,
        "base_url": settings.BASE_URL,
        "unsubscribe_url": letter.unsubscribe_url,
        **letter.context,
    }
    with override(letter.language or settings.LANGUAGE_CODE):
        return render_words(letter.template, context)


def render_words(template: str, context: Mapping[str, Any], suffix: str = "") -> Words:
    """The same in the present language; the two bodies are named `<template><suffix>.txt`."""
    values = dict(context)
    return Words(
        subject=one_line(render_to_string(f"{template}_subject.txt", values)),
        text=render_to_string(f"{template}{suffix}.txt", values).strip() + "\n",
        html=inlined(render_to_string(f"{template}{suffix}.html", values)),
    )


def inlined(html: str) -> str:
    return _inliner.inline(html.strip()) + "\n"


def one_line(text: str) -> str:
    """Text for a header: no line break can begin another header."""
    return " ".join(clean_text(text).split())


def _headers(letter: Letter) -> dict[str, str]:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = one_line(letter.sender_name) or name or one_line(settings.RSN_ORGANISATION_NAME)
    own = letter.message_id or make_msgid(domain=address.rpartition("@")[2] or "localhost")
    headers = {
        "From": formataddr((shown, address)),
        "Message-ID": _angled(own),
        # RFC 3834, and what Outlook reads: nothing answers these by itself.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    references = letter.references or ((letter.in_reply_to,) if letter.in_reply_to else ())
    if letter.in_reply_to:
        headers["In-Reply-To"] = _angled(letter.in_reply_to)
    if references:
        headers["References"] = " ".join(_angled(reference) for reference in references)
    if letter.unsubscribe_url:
        headers["List-Unsubscribe"] = _angled(letter.unsubscribe_url)
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return {name: one_line(value) for name, value in {**headers, **letter.headers}.items()}


def _angled(reference: str) -> str:
    """A message's id, or an address of a page, as headers carry them."""
    return "<{}>".format(re.sub(r"[\s<>]", "", clean_text(reference)))
