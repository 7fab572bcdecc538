"""A frame is made once and filled for each: what comes out is the page, and nobody else's."""

from dataclasses import replace

import pytest
from django.contrib.messages.storage.base import Message
from django.shortcuts import render
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from apps.core.frames import render_framed
from apps.feed.catch_up.offers import Offer
from apps.feed.presenters import FeedPage
from apps.feed.shell import frame_of, shell_for
from apps.notifications.bell import Bell
from apps.posts.presenters.composer import starters
from tests.conftest import make_person, make_space

CARD = mark_safe("<article>Bonjour</article>")
WHOLE = FeedPage([CARD, CARD], "?before=x", is_first=True, live_list="home")
STATES = {
    "as usual": {"feed": WHOLE},
    "nothing older": {"feed": replace(WHOLE, more_url="")},
    "nothing at all": {"feed": replace(WHOLE, cards=[], more_url=""), "is_empty": True},
    "further down": {"feed": replace(WHOLE, is_first=False, live_list="")},
    "back after days": {"offer": Offer(None), "feed": WHOLE},  # type: ignore[arg-type]
    "something said": {"messages": [Message(25, "Fait <ici>.")], "feed": WHOLE},
    "something waits": {"bell": Bell(3, has_dot=True, words="3 pour vous"), "feed": WHOLE},
}


def asked_by(person):
    request = RequestFactory().get("/")
    request.user, request.live_cursor = person, person.pk + 1000
    return request


def pages(person, state, language="fr"):
    """The page in its frame, and rendered whole."""
    with override(language):
        request = asked_by(person)
        context = {
            "shell": shell_for(person, "/"),
            "write_url": "/write/",
            "starters": tuple(starters("/write/")),
            "is_empty": False,
            "offer": None,
            "messages": [],
            "bell": Bell(),
        } | state
        frame = {"shell": frame_of(person)}
        framed = render_framed(request, "feed/home.html", frame=frame, context=context)
        return framed.content.decode(), render(request, "feed/home.html", context).content.decode()


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_page_in_its_frame_is_the_page(world, state):
    for person in (world.member, world.outsider):
        for language in ("fr", "en"):
            framed, whole = pages(person, state, language)
            assert framed == whole


def test_the_colours_one_chose_are_part_of_the_frame(world):
    world.member.theme = "dark"
    framed, whole = pages(world.member, {"feed": WHOLE})
    assert 'data-theme="dark"' in framed
    assert framed == whole


def test_a_frame_holds_nothing_of_who_asked_first(world):
    space = make_space(world.owner, kind="confidential", name="Rien à voir")
    owners, _ = pages(world.owner, {"feed": WHOLE})
    assert space.name in owners
    for person in (world.outsider, make_person("Zoé Dernier")):
        framed, _ = pages(person, {"feed": replace(WHOLE, cards=[])})
        assert person.display_name in framed
        for others in (world.owner.display_name, space.name, CARD):
            assert others not in framed
