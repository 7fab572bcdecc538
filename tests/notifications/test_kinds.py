"""A kind is declared with one call; everything else is done for it."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.utils.translation import override

from apps.events.actions import record
from apps.events.registry import EVENTS, Event
from apps.notifications.kinds import Kind, Said, Urgency, all_kinds, declare, kind_of, registry
from apps.notifications.models import Delivery, Notification
from apps.notifications.saying import groups_of
from apps.posts.actions import create_comment, create_post, react
from tests.conftest import make_person
from tests.notifications.pipeline import shown_to

# What nobody did, and what only one person does at a time.
NAMELESS = {"audience_grew", "space_offered"}
ONE_AT_A_TIME = {"consent_asked", "deletion_planned", "given"}


@pytest.fixture
def later_kind(monkeypatch):
    """What a later part of the product writes: an event it records, and one declaration."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))

    @dataclass(frozen=True, kw_only=True)
    class RequestMade(Event):
        name = "request.made"
        goes_to_space = False
        asked: int

    kind = declare(
        Kind(
            slug="requested",
            label="Requests",
            explanation="Somebody asks to enter a space you animate.",
            events=(RequestMade,),
            told=lambda event: [event.asked],
            sentence=lambda said: said.choose(
                "%(first)s asks to enter %(space)s",
                "%(first)s and %(second)s ask to enter %(space)s",
                "%(first)s and %(others)s other people ask to enter %(space)s",
            ),
            is_direct=True,
            rank=36,
            mail=True,
            push=False,
            urgency=Urgency.SOON,
        )
    )
    yield kind, RequestMade
    EVENTS.pop("request.made")


def test_a_later_part_declares_a_kind_with_one_call(later_kind, quiet_world, clock):
    kind, event = later_kind
    owner, member, stranger = quiet_world.owner, quiet_world.member, quiet_world.outsider
    with transaction.atomic():
        for asked in (owner, stranger, member):
            record(event(actor_id=member.pk, space_id=quiet_world.confidential.pk, asked=asked.pk))
    clock.undo_window()
    assert shown_to(owner) == ["requested"]
    assert shown_to(stranger) == []  # reads the space as little as before
    assert shown_to(member) == []  # asked it
    row = Notification.objects.visible_to(owner).with_words().get()
    group = groups_of([row])[0]
    assert group.sentence == "Mehdi Member asks to enter Cave confidential"
    assert group.subject == f"space.{quiet_world.confidential.pk}"
    assert Delivery.objects.get(notification=row).channel == "mail"
    assert kind in all_kinds()


def test_a_slug_belongs_to_one_kind():
    kind = kind_of("mentioned")
    assert declare(kind) is kind
    with pytest.raises(TypeError, match="two kinds"):
        declare(Kind(**{name: getattr(kind, name) for name in kind.__slots__}))


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.slug)
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("comment", [True, False])
@pytest.mark.parametrize("total", [1, 2, 3, 1200])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_says_one_two_and_many(kind, own, comment, total, language):
    names = ("Anaïs", "Bilal")[:total]
    of_what = {"is_own_post": own, "is_comment": comment, "occasion": kind.sample_occasion}
    said = Said(names, total, "La clé", "Atelier", **of_what)
    with override(language):
        sentence = kind.sentence(said)
        assert str(kind.label)
        assert str(kind.explanation)
    assert "%" not in sentence
    if kind.slug in NAMELESS:
        return
    assert sentence.startswith("Anaïs")
    if kind.slug in ONE_AT_A_TIME:
        return
    assert ("Bilal" in sentence) == (total == 2)
    if total > 2:
        assert str(total - 1)[-3:] in sentence


def test_groups_are_by_kind_conversation_and_day(quiet_world, clock):
    author = quiet_world.member
    post = create_post(author=author, space=quiet_world.open, body="Who has the key?", title="Key")
    other = create_post(author=author, space=quiet_world.open, body="Who has the car?")
    people = [make_person(name) for name in ("Ada", "Bo", "Cy")]
    for person in people:
        create_comment(author=person, post=post, body="I have")
    clock.go(seconds=1)
    create_comment(author=people[0], post=other, body="I have")
    clock.go(seconds=1)
    react(user=people[0], said=post, kind="thanks")
    clock.undo_window()
    clock.go(days=1)
    create_comment(author=people[0], post=post, body="Still")
    clock.undo_window()
    rows = Notification.objects.visible_to(author).with_words()
    with override("en"):
        sentences = [group.sentence for group in groups_of(rows)]
    assert sentences == [
        "Ada answered your post “Key”",
        "Ada reacted to “Key”",
        "Ada answered your post “Who has the car?”",
        "Cy and 2 other people answered your post “Key”",
    ]
