"""A mail as the rest of the product speaks of it: to whom, in which language, made of what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Letter:
    """`template` names three files: `<template>_subject.txt`, `<template>.txt`, `<template>.html`.

    The last two extend `emails/base.txt` and `emails/base.html`. `context` is completed with
    `organisation_name`, `base_url` and `unsubscribe_url`.

    `message_id` and those in `in_reply_to` and `references` are `left@right`, with or without
    angles; the same `message_id` again is the same mail to mail programs. `sender_name` is shown
    beside the organisation's address. `unsubscribe_url` ends what this letter is one of, with one
    POST (RFC 8058). `is_asked_for`: the reader asked for it a moment ago (a new password), so that
    an earlier complaint does not stop it; a bounce does.
    """

    to: str
    language: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    reply_to: str = ""
    sender_name: str = ""
    unsubscribe_url: str = ""
    is_asked_for: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says. `subject` is one line; `html` is a whole document, or empty."""

    subject: str
    text: str
    html: str = ""
