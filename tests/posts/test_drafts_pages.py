"""The pages of drafts, and the composer's choice outside working hours."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from apps.posts.actions import keep_draft, publish_draft
from apps.posts.models import Draft, Post
from apps.spaces.actions import edit_space, remove_member
from tests.queries import assert_constant_queries

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
EVENING = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
NINE = "2026-11-25T09:00:00+01:00"
FRAGMENT = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(TUESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def client(world, signed_in):
    member = signed_in(world.member)
    member.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return member


@pytest.fixture
def draft(world) -> Draft:
    return keep_draft(
        author=world.member,
        space=world.confidential,
        title="Demain",
        body="Des mots gardés.",
        publish_at=TUESDAY + timedelta(days=1),
    )


def here(world) -> str:
    return f"/spaces/{world.confidential.slug}/posts/"


def test_in_working_hours_nothing_is_asked(client, world):
    assert "outside your working hours" not in client.get(here(world)).text


def test_outside_them_two_ways_are_offered_silently_first(client, world, on_tuesday):
    on_tuesday.move_to(EVENING)
    page = client.get(here(world)).text
    assert "outside your working hours" in page
    values = re.findall(r'name="publish_at" value="([^"]*)"( checked)?', page)
    assert values == [("", " checked"), ("2026-11-25T09:00:00+01:00", "")]
    assert "Nobody is told before Wednesday 25 November, 08:00" in page
    assert "Publish Wednesday 25 November, 09:00" in page


def test_from_friday_evening_the_next_working_day_is_monday(client, world, on_tuesday):
    on_tuesday.move_to(datetime(2026, 11, 27, 20, 0, tzinfo=UTC))
    assert "Publish Monday 30 November, 09:00" in client.get(here(world)).text


def test_before_the_day_begins_it_is_the_same_day(client, world, on_tuesday):
    on_tuesday.move_to(datetime(2026, 11, 24, 5, 0, tzinfo=UTC))
    assert "Publish Tuesday 24 November, 09:00" in client.get(here(world)).text


def test_tomorrow_makes_a_draft(client, world, on_tuesday):
    on_tuesday.move_to(EVENING)
    answer = client.post(here(world), {"body": "Demain", "publish_at": NINE})
    draft = Draft.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/drafts/#draft-{draft.pk}")
    assert draft.publish_at == datetime.fromisoformat(NINE)
    assert not Post.objects.exists()
    page = client.get("/drafts/").text
    assert "Goes out Wednesday 25 November, 09:00" in page
    assert "of Cave confidential. Nobody else." in page
    assert "1 draft of yours" in client.get(here(world)).text


def test_a_script_is_led_to_the_drafts(client, world):
    sent = {"body": "Plus tard", "keeps": "1", "publish_at": NINE}
    answer = client.post(here(world), sent, headers=FRAGMENT)
    draft = Draft.objects.get()
    assert answer["HX-Redirect"] == f"/drafts/#draft-{draft.pk}"
    assert draft.publish_at is None


def test_a_choice_whose_time_has_come_meanwhile_publishes(client, world):
    client.post(here(world), {"body": "Demain", "publish_at": "2026-11-24T08:00:00+01:00"})
    assert Post.objects.get().text == "Demain"


@pytest.mark.parametrize(
    "moment",
    [
        "tomorrow",
        "2026-13-45T99:99",
        "9999-12-31T23:59:59-15:00",
        "0001-01-01T00:00:00+15:00",
        "2026-11-25T09:00:00+99:00",
        "x" * 5000,
        "2028-01-01T00:00:00+00:00",
    ],
)
def test_a_time_that_is_none_publishes_nothing_and_keeps_the_words(client, world, moment):
    answer = client.post(here(world), {"body": "Mes mots", "publish_at": moment})
    if Post.objects.exists():
        # Long past: what waits for it is due.
        assert moment.startswith("0001")
        return
    assert answer.status_code == 422
    assert "Mes mots" in answer.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize("typed", ["\x00", "\ud800", "", "²"])
def test_any_time_may_be_typed(client, draft, typed):
    sent = {"body": "Mots", "publish_at": typed.encode("utf-8", "replace").decode()}
    assert client.post(f"/drafts/{draft.pk}/", sent).status_code in (303, 422)


def test_refused_words_come_back_with_the_choice(client, world, on_tuesday):
    on_tuesday.move_to(EVENING)
    page = client.post(here(world), {"body": "", "publish_at": NINE})
    assert page.status_code == 422
    assert f'value="{NINE}" checked' in page.text


def test_a_draft_is_changed_on_its_authors_clock(client, draft):
    page = client.get(f"/drafts/{draft.pk}/").text
    assert 'value="2026-11-25T10:30"' in page
    assert "On the clock of Paris" in page
    sent = {"title": "Demain", "body": "Mieux", "publish_at": "2026-11-26T08:15"}
    assert client.post(f"/drafts/{draft.pk}/", sent).status_code == 303
    draft.refresh_from_db()
    assert draft.publish_at == datetime(2026, 11, 26, 7, 15, tzinfo=UTC)
    assert draft.text == "Mieux"
    sent["publish_at"] = "2026-11-24T10:29"
    refused = client.post(f"/drafts/{draft.pk}/", sent)
    assert refused.status_code == 422
    assert "This time has passed" in refused.text


def test_publishing_now_from_the_list_and_from_the_form(client, world, draft):
    answer = client.post(f"/drafts/{draft.pk}/publication/")
    post = Post.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/posts/{post.pk}/")
    other = keep_draft(author=world.member, space=world.open, body="Autre")
    answer = client.post(f"/drafts/{other.pk}/", {"body": "Autre, mieux", "publishes": "1"})
    assert answer["Location"] == f"/posts/{Post.objects.latest('pk').pk}/"
    assert Post.objects.latest("pk").text == "Autre, mieux"
    assert not Draft.objects.exists()


def test_throwing_away(client, draft):
    answer = client.post(f"/drafts/{draft.pk}/", {"_method": "DELETE"})
    assert (answer.status_code, answer["Location"]) == (303, "/drafts/")
    assert not Draft.objects.exists()
    assert not Post.objects.exists()


def test_changes_sent_after_the_clock_published_are_not_lost(client, world, draft):
    post = publish_draft(actor=world.member, draft=draft)
    sent = {"title": "Demain", "body": "Des mots changés.", "key": str(draft.key)}
    answer = client.post(f"/drafts/{draft.pk}/", sent)
    assert answer.status_code == 422
    assert "Des mots changés." in answer.text
    assert f'action="/posts/{post.pk}/"' in answer.text
    assert client.post(f"/posts/{post.pk}/", sent).status_code == 303
    post.refresh_from_db()
    assert post.text == "Des mots changés."


def test_nobody_else_knows_of_it(world, draft, signed_in):
    for role, person in world.cast.items():
        if role in ("member", "deactivated"):
            continue
        other = signed_in(person)
        assert "gardés" not in other.get("/drafts/").text
        path = f"/drafts/{draft.pk}/"
        attempts = [
            other.get(path),
            other.post(path, {"body": "x", "key": str(draft.key)}),
            other.post(path, {"_method": "DELETE"}),
            other.post(f"{path}publication/"),
        ]
        assert {answer.status_code for answer in attempts} == {404}, role
    draft.refresh_from_db()
    assert draft.text == "Des mots gardés."


def test_of_a_space_one_reads_no_more_nothing_new_is_learned(client, world, draft):
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    edit_space(actor=world.owner, space=world.confidential, name="Cormoran")
    for path in ("/drafts/", f"/drafts/{draft.pk}/"):
        page = client.get(path)
        assert page.status_code == 200
        assert "Cormoran" not in page.text
        assert "Cave confidential" not in page.text
        assert "Nobody else" not in page.text
        assert "gardés" in page.text
    assert client.post(f"/drafts/{draft.pk}/publication/").status_code == 403
    for sent in ({"body": "x"}, {"body": ""}, {"body": "x", "publish_at": "x"}):
        answer = client.post(f"/drafts/{draft.pk}/", sent)
        assert answer.status_code == 403
        assert "Cormoran" not in answer.text
        assert "gardés" in answer.text
    assert not Post.objects.exists()


def test_as_many_questions_for_twenty_as_for_two(client, world):
    def add(number):
        for _ in range(number):
            keep_draft(author=world.member, space=world.open, body="x")
            keep_draft(author=world.member, space=world.confidential, body="y")

    add(1)
    assert_constant_queries(lambda: client.get("/drafts/"), grow=lambda: add(9))
