"""What every address answers, whoever asks: the census walked, not a list that could forget one."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.test_urls import PUBLIC

# allauth's own addresses that one needs before signing in, and asks without a password for.
ENTRANCE = re.compile(
    r"account_(login|signup|reset_|email_verification|confirm_|inactive|reauthenticate|"
    r"request_login|confirm_login|logout|set_pass)|"
    r"mfa_(login|authenticate|signup|reauthenticate)|invitation|admin:|settings-(language|theme)|digest_unsubscribe"
)
SAMPLES = {
    "slug": "everyone",
    "username": "nobody",
    "pk": "1",
    "size": "96",
    "key": "x",
    "uidb36": "1",
    "token": "x",
}
NOBODYS = "00000000-0000-4000-8000-000000000000"


def addresses():
    """Every pattern with its name, as an address somebody may type."""

    def walk(patterns, route="/", space=""):
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, here, inner)
            elif isinstance(pattern, URLPattern):
                yield f"{space}{pattern.name or pattern.pattern}", typed(here)

    return dict(walk(get_resolver().url_patterns))


def typed(route: str) -> str:
    route = re.sub(r"<uuid:\w+>", NOBODYS, route)
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: SAMPLES.get(m[1], "1"), route)
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: SAMPLES.get(m[1], "1"), route)
    return re.sub(r"[\^$\\]", "", route)


def test_strangers_are_asked_to_sign_in_everywhere_else(db):
    """With no session, nothing but the entrance answers; a new address is closed by default."""
    answered = {}
    for name, path in addresses().items():
        if name in PUBLIC or ENTRANCE.match(name):
            continue
        client = Client()
        for response in (client.get(path), client.post(path)):
            if response.status_code != 303 or "/accounts/login/" not in response["Location"]:
                answered[name] = (path, response.status_code)
        fragment = client.get(path, headers={"hx-request": "true"})
        if fragment.status_code != 401 or fragment.content:
            answered[name] = (path, fragment.status_code)
    assert not answered


def test_who_left_the_organisation_is_a_stranger(world, signed_in):
    """Their session of yesterday opens nothing from the next request on."""
    client = signed_in(world.deactivated)
    for path in ("/", "/people/", f"/spaces/{world.open.slug}/", "/settings/", "/admin/"):
        assert "/accounts/login/" in client.get(path).get("Location", ""), path


def test_strangers_find_nothing_of_the_administration(db):
    for name, path in addresses().items():
        if name.startswith("admin:") and name not in ("admin:login", "admin:logout"):
            response = Client().get(path)
            assert response.status_code in (302, 303, 404), name
            assert "/login/" in response.get("Location", "/login/"), name


@pytest.mark.parametrize("role", ["member", "administrator"])
def test_no_cache_keeps_what_a_person_is_shown(role, world, signed_in):
    """Nor does the browser: after signing out, the way back shows nothing."""
    client = signed_in(world.cast[role])
    keepable = {}
    for name, path in addresses().items():
        if name in PUBLIC or name == "account_logout":
            continue
        for headers in ({}, {"hx-request": "true"}):
            control = client.get(path, headers=headers).get("Cache-Control", "")
            if not {"private", "no-store"} <= set(re.split(r",\s*", control)):
                keepable[path] = control
    assert not keepable


def test_pages_say_how_browsers_must_treat_them(world, signed_in):
    response = signed_in(world.member).get("/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    for rule in ("default-src 'self'", "script-src 'self'", "object-src 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_another_host_is_not_answered(client, db):
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400
    forwarded = client.get("/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in forwarded["Location"]


ELSEWHERE = [
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "http:evil.example",
    "\t//evil.example",
]


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_answer_leads_to_another_server(place, world, signed_in):
    client = signed_in(world.member)
    choice = {"theme": "dark", "next": place}
    assert client.post("/settings/theme/", choice)["Location"] == "/"
    kept = {"_method": "DELETE", "path": "/", "page": place}
    assert client.post("/accounts/kept/", kept)["Location"] == "/"


@pytest.mark.parametrize("header", ["referer", "hx-current-url"])
def test_a_page_of_ours_is_never_read_as_another_server(header, world, signed_in):
    came_from = {header: "http://testserver//evil.example/?x"}
    answer = signed_in(world.member).post("/settings/theme/", {"theme": "dark"}, headers=came_from)
    assert answer["Location"].startswith("/%2F")


@pytest.mark.parametrize("method", ["post", "delete"])
def test_another_site_changes_nothing(method, world, in_open):
    """Without the token of a form of ours, whatever its sender could do."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    here = f"/spaces/{world.open.slug}"
    for path in (
        f"/posts/{in_open.post.pk}/",
        f"/posts/{in_open.post.pk}/comments/",
        f"{here}/posts/",
        f"{here}/membership/",
        f"{here}/archive/",
        f"{here}/members/{world.member.username}/",
        "/settings/",
        "/accounts/logout/",
    ):
        for data in ({}, {"_method": "DELETE"}):
            assert getattr(client, method)(path, data).status_code == 403, path
    in_open.post.refresh_from_db()
    assert in_open.post.withdrawn_at is None
    assert client.get("/").status_code == 200
