"""The page of what one missed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.feed.catch_up.presenters import shortened
from apps.feed.catch_up.reasons import Reason
from apps.feed.catch_up.selection import A_SPACE
from apps.feed.models import SeenMarker
from apps.posts.actions import (
    create_comment,
    create_post,
)
from apps.spaces.actions import join_space
from tests.conftest import make_person, make_space
from tests.feed.catching_up import known, missed, naming, old_post, reasons
from tests.queries import assert_constant_queries

__all__ = ["known"]


class TestPage:
    @pytest.fixture
    def client(self, known, signed_in):
        return signed_in(known.member)

    def test_says_the_reason_and_ends(self, client, known):
        create_post(author=known.leader, space=known.everyone, title="Le cap", body="Voilà")
        mine = old_post(known.member, known.open, "Ma question")
        create_comment(author=known.owner, post=mine, body="La réponse")
        page = client.get("/catch-up/", headers={"accept-language": "en"}).text
        for words in ("Le cap", "A leader wrote.", "La réponse", "Ma question", "up to date"):
            assert words in page
        assert page.index("La réponse") < page.index("Le cap")
        assert "There is a new answer to what you wrote." in page

    def test_links_to_the_space_for_the_others(self, client, known):
        for number in range(A_SPACE + 34):
            create_post(author=known.owner, space=known.open, body=f"{number}")
        page = client.get("/catch-up/", headers={"accept-language": "en"}).text
        link = re.search(r'<a href="([^"]+)">and 34 more in this space', page)
        assert link
        assert link[1] == f"/spaces/{known.open.slug}/"

    def test_marks_everything_as_seen_without_a_script(self, client, known):
        create_post(author=known.owner, space=known.open, body="Un")
        page = client.get("/catch-up/").text
        until = re.search(r'name="until" value="([^"]+)"', page)[1]
        late = create_post(author=known.owner, space=known.open, body="Pendant la lecture")
        answer = client.post("/catch-up/", {"until": until})
        assert (answer.status_code, answer["Location"]) == (303, "/catch-up/")
        assert reasons(known.member) == {late.pk: Reason.NEW}
        client.post("/catch-up/", {"until": timezone.now().isoformat()})
        assert missed(known.member).is_empty

    @pytest.mark.parametrize("until", ["", "never", "2026-01-01T00:00:00", "9999-12-31T23:59:59Z"])
    def test_bad_moments_break_nothing(self, client, known, until):
        assert client.post("/catch-up/", {"until": until}, follow=True).status_code == 200
        assert not SeenMarker.objects.filter(seen_at__gt=timezone.now()).exists()

    def test_seen_never_goes_back(self, client, known):
        before = SeenMarker.objects.get(user=known.member, space=known.open).seen_at
        client.post("/catch-up/", {"until": (timezone.now() - timedelta(days=3)).isoformat()})
        assert SeenMarker.objects.get(user=known.member, space=known.open).seen_at == before

    @pytest.mark.parametrize("since", ["", "visit", "yesterday", "week", "absence", "x", "🙂"])
    def test_any_beginning(self, client, since):
        assert client.get("/catch-up/", {"since": since}).status_code == 200

    def test_costs_the_same_with_two_hundred_spaces(self, client, known):
        def grow(number=20):
            for _ in range(number):
                place = make_space(known.owner)
                join_space(user=known.member, space=place)
                post = create_post(author=make_person(), space=place, body=naming(known.member))
                create_comment(author=make_person(), post=post, body="oui")
                create_comment(author=known.member, post=post, body="oui")
                create_comment(author=known.owner, post=post, body="non")

        grow(2)
        assert_constant_queries(lambda: client.get("/catch-up/"), lambda: grow(200), budget=18)
        assert_constant_queries(
            lambda: client.post("/catch-up/", {"until": timezone.now().isoformat()}),
            lambda: grow(5),
        )


def test_excerpts_are_short_and_of_one_line():
    assert shortened("un\n\n deux", 20) == "un deux"
    long = shortened("mot " * 400, 30)
    assert long.endswith("mot…")
    assert len(long) <= 31
    assert len(shortened("x" * 500, 30)) == 31
