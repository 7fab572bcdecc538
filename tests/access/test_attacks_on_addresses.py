"""What somebody tries who means harm, each named for the class of flaw that other products had:
addresses that are guessed, caches, methods, headers, forms of another site, cursors.

Other hosts and pages that lead elsewhere are in test_addresses.py, timing in test_timing.py.
"""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from apps.posts.actions import create_post
from apps.spaces.actions import exclude_person, invite_person
from apps.spaces.models import (
    Invitation,
    JournalEntry,
    Offer,
)
from tests.access.doors import BODY, SECRETS, TITLE
from tests.access.test_attacks import rows
from tests.access.test_doors import assert_same, found

DELETE = {"_method": "DELETE"}
FRAGMENT = {"hx-request": "true"}


def patterns(node=None, prefix="") -> Iterator[str]:
    for pattern in (node or get_resolver()).url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, where)
        elif isinstance(pattern, URLPattern):
            yield where


GUESSABLE = sorted(
    {
        pattern
        for pattern in patterns()
        if re.search(r"<(bigint|uuid|int|slug)", pattern)
        and not pattern.startswith(("admin/", "accounts/", "anymail"))
        and "^" not in pattern
    }
)
BIGGEST = 2**63 - 1
GUESSES = {
    "bigint": ["0", "1", str(BIGGEST), str(BIGGEST + 1), "9" * 5000],
    "int": ["0", "1", str(2**31), str(BIGGEST), str(BIGGEST + 1), "9" * 5000],
    "uuid": [str(uuid4()), "00000000-0000-0000-0000-000000000000"],
    "slug": ["no-such-thing", "-", "x" * 300, "__"],
}


@pytest.mark.parametrize("pattern", GUESSABLE)
def test_guessing_finds_nothing(pattern, world, in_confidential, signed_in):
    """Every address that holds an id, with ids of nothing: never an error, never a word."""
    client = signed_in(world.outsider)
    kinds = re.findall(r"<(\w+):\w+>", pattern)
    for number in range(max(len(GUESSES[kind]) for kind in kinds if kind in GUESSES)):
        path = "/" + re.sub(
            r"<(\w+):\w+>",
            lambda match, n=number: GUESSES[match[1]][n % len(GUESSES[match[1]])],
            pattern,
        )
        for method in ("get", "post", "delete", "head", "options"):
            answer = getattr(client, method)(path)
            assert answer.status_code in (302, 303, 403, 404, 405), (method, path[:80])
            if method not in ("head", "options"):
                assert not found(answer.text)


def test_a_number_of_what_is_there_answers_as_one_of_nothing(world, in_confidential, signed_in):
    """Rows of the confidential space, by their ids, under a space of one's own and under its own
    address: as if nothing were there."""
    told = in_confidential
    slug = told.space.slug
    invite_person(actor=world.owner, space=told.space, user=world.leader)
    out = exclude_person(actor=world.owner, space=told.space, user=world.analyst, reason="x")
    week = timezone.now()
    Offer.objects.create(space=told.space, user=world.member, expires_at=week)
    invitation = Invitation.objects.get(space=told.space)
    client = signed_in(world.outsider)
    for hidden, absent in (
        (f"/spaces/{slug}/invitations/{invitation.pk}/", "/spaces/none/invitations/1/"),
        (f"/spaces/{slug}/exclusions/{out.pk}/", "/spaces/none/exclusions/1/"),
        (f"/spaces/{slug}/journal/", "/spaces/none/journal/"),
        (f"/spaces/{slug}/readers/", "/spaces/none/readers/"),
        (f"/spaces/{slug}/export/", "/spaces/none/export/"),
        (f"/spaces/{slug}/offer/", "/spaces/none/offer/"),
        (f"/spaces/{slug}/departure/", "/spaces/none/departure/"),
        (f"/spaces/{slug}/deletion/", "/spaces/none/deletion/"),
        (f"/spaces/{slug}/exclusion/", "/spaces/none/exclusion/"),
        (f"/spaces/{slug}/invitation/", "/spaces/none/invitation/"),
        (f"/posts/{told.post.pk}/guests/", "/posts/99999999/guests/"),
        (f"/posts/{told.post.pk}/readers/", "/posts/99999999/readers/"),
        (f"/posts/{told.post.pk}/consent/", "/posts/99999999/consent/"),
    ):
        for method in ("get", "head", "post", "put", "patch", "delete", "options"):
            answers = [getattr(client, method)(path) for path in (hidden, absent)]
            assert_same(*answers, hidden, absent)


CACHED = ["/", "/spaces/", "/notifications/", "/given/", "/search/?q=albat", "/catch-up/"]


def test_what_a_browser_or_a_proxy_kept_of_one_is_not_for_another(
    world, in_confidential, signed_in
):
    """Cache poisoning: conditional requests, with everything that somebody else was told."""
    told = in_confidential
    inside = [f"/spaces/{told.space.slug}/", f"/posts/{told.post.pk}/"]
    for path in [*CACHED, *inside]:
        mine = signed_in(world.member).get(path)
        assert "no-store" in mine["Cache-Control"], path
        known = {"if-modified-since": "Fri, 31 Dec 2100 23:59:59 GMT", "if-none-match": "*"}
        if mine.get("ETag"):
            known["if-none-match"] = mine["ETag"]
        theirs = signed_in(world.outsider).get(path, headers=known)
        assert theirs.status_code != 304, path
        assert not found(theirs.text.replace("albat", "")), path
        for vary in ("hx-request", "cookie"):
            assert vary in mine["Vary"].lower() or "no-store" in mine["Cache-Control"]


def test_a_method_is_overridden_only_by_a_form_of_ours(world, in_open, signed_in):
    client = signed_in(world.owner)
    path = f"/posts/{in_open.post.pk}/"
    assert client.get(f"{path}?_method=DELETE").status_code == 200
    client.get(path, headers={"x-http-method-override": "DELETE"})
    client.post(f"{path}?_method=DELETE", {"body": "Des mots"})
    client.post(path, {"body": "Des mots"}, headers={"x-http-method-override": "DELETE"})
    client.post(path, {"body": "Des mots", "_method": "PUT"})
    in_open.post.refresh_from_db()
    assert in_open.post.withdrawn_at is None
    other_site = Client(enforce_csrf_checks=True)
    other_site.force_login(world.owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert other_site.post(path, DELETE).status_code == 403
    in_open.post.refresh_from_db()
    assert in_open.post.withdrawn_at is None


NEW_FORMS = [
    ("/spaces/{slug}/request/", {}),
    ("/spaces/{slug}/requests/1/", {"answer": "accept"}),
    ("/spaces/{slug}/invitation/", {"answer": "accept"}),
    ("/spaces/{slug}/invitations/", {"username": "laure-leader"}),
    ("/spaces/{slug}/invitations/1/", DELETE),
    ("/spaces/{slug}/units/", {"unit": "x"}),
    ("/spaces/{slug}/units/x/", DELETE),
    ("/spaces/{slug}/exclusion/", {"text": "x"}),
    ("/spaces/{slug}/exclusions/1/", DELETE),
    ("/spaces/{slug}/members/mehdi-member/exclusion/", {"reason": "x"}),
    ("/spaces/{slug}/permissions/", {"pin_in_space": "member"}),
    ("/spaces/{slug}/kind/", {"kind": "open"}),
    ("/spaces/{slug}/consent/", {}),
    ("/spaces/{slug}/departure/", {"words": "remove", "is_sure": "on"}),
    ("/spaces/{slug}/deletion/", {}),
    ("/spaces/{slug}/offer/", {}),
    ("/spaces/{slug}/export/", {}),
    ("/spaces/{slug}/mails/", {}),
    ("/posts/{pk}/consent/", {}),
    ("/posts/{pk}/guests/", {"person": "laure-leader"}),
    ("/posts/{pk}/guests/laure-leader/", DELETE),
    ("/files/", {}),
    ("/drafts/1/publication/", {}),
    ("/break-glass/", {}),
    ("/break-glass/1/", DELETE),
    ("/break-glass/1/answer/", {}),
    ("/administration/people/", {}),
    ("/administration/units/", {"name": "x"}),
    ("/administration/settings/", {}),
]


def test_another_site_sends_no_form_of_ours(world, in_confidential):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    told, before = in_confidential, JournalEntry.objects.count()
    rights = rows(told.space)
    for path, data in NEW_FORMS:
        where = path.format(slug=told.space.slug, pk=told.post.pk)
        for headers in ({}, FRAGMENT, {"origin": "https://evil.example"}):
            assert client.post(where, data, headers=headers).status_code == 403, where
    assert JournalEntry.objects.count() == before
    assert rows(told.space) == rights


TRICKS = [
    {"hx-request": "true", "hx-target": "body", "hx-boosted": "true"},
    {"hx-request": "true", "hx-current-url": "http://testserver/admin/"},
    {"accept": "application/json"},
    {"content-type": "application/json", "accept": "*/*"},
    {"x-requested-with": "XMLHttpRequest"},
    {"x-forwarded-user": "odile-owner", "remote-user": "odile-owner", "x-real-ip": "127.0.0.1"},
    {"x-original-url": "/admin/", "x-rewrite-url": "/admin/"},
]


@pytest.mark.parametrize("tricks", TRICKS, ids=",".join)
def test_no_header_changes_who_one_is(tricks, world, in_confidential, signed_in):
    told, client = in_confidential, signed_in(world.outsider)
    slug, pk = told.space.slug, told.post.pk
    for path in (f"/spaces/{slug}/", f"/posts/{pk}/", f"/posts/{pk}/comments/", f"/comments/{pk}/"):
        answer = client.get(path, headers=tricks)
        assert answer.status_code == 404, path
        assert not found(answer.text)
    for path in (f"/posts/{pk}/", f"/spaces/{slug}/posts/", f"/posts/{pk}/guests/"):
        body = '{"body": "x", "person": "oscar-outsider", "_method": "DELETE"}'
        answer = client.post(path, body, content_type="application/json", headers=tricks)
        assert answer.status_code == 404, path
    member = signed_in(world.member)
    refused = member.post(f"/posts/{pk}/pin/", headers=tricks)
    assert refused.status_code == 403


def test_mails_say_our_address_whatever_host_was_asked(world, in_confidential, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
    client.post("/accounts/password/reset/", {"email": world.member.email})
    client.post("/accounts/login/code/", {"email": world.member.email})
    for letter in mail.outbox:
        whole = f"{letter.subject} {letter.body} {letter.alternatives} {letter.extra_headers}"
        assert "evil.example" not in whole


def test_a_cursor_carries_no_right(world, in_confidential, signed_in):
    """One's own cursor in another list, a changed one, another's: the rule is asked each time."""
    told = in_confidential
    for number in range(25):
        create_post(author=world.owner, space=told.space, title=TITLE, body=f"Un {BODY} {number}")
    page = signed_in(world.member).get("/").text
    (cursor,) = re.findall(r"(?:after|before|cursor)=([^\"&]+)", page)[:1] or [""]
    assert cursor
    client = signed_in(world.outsider)
    for path in ("/", "/spaces/", "/given/", "/notifications/", "/catch-up/", "/search/?q=un"):
        joint = "&" if "?" in path else "?"
        for name in ("after", "before", "cursor", "since"):
            for value in (cursor, cursor[:-2], cursor + "AA", "' OR 1=1 --", "-1", "null"):
                for headers in ({}, FRAGMENT):
                    where = f"{path}{joint}{name}={value}"
                    answer = client.get(where, headers=headers)
                    assert answer.status_code in (200, 204, 302, 303, 404), where
                    assert not found(answer.text) & set(SECRETS), where
