"""Catching up: what is shown first, why, how much of it, and where it ends."""

from datetime import timedelta

from django.utils import timezone, translation

from apps.feed.actions import mark_seen
from apps.feed.catch_up import places
from apps.feed.catch_up.places import Since, beginning_of, since_last_seen
from apps.feed.catch_up.presenters import spaces_of
from apps.feed.catch_up.reasons import COLLEAGUES_ENOUGH, Reason, sentence
from apps.feed.catch_up.selection import A_SPACE, SPACES
from apps.feed.catch_up.sources import Told
from apps.feed.models import SeenMarker
from apps.hours.models import Absence
from apps.posts.actions import (
    create_comment,
    create_post,
    pin_post,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.models import Post
from apps.spaces.actions import follow_space, join_space, remove_member
from tests.conftest import make_person, make_space
from tests.feed.catching_up import aged, known, missed, naming, old_post, reasons, unit_of

__all__ = ["known"]


def test_what_one_has_seen_is_not_missed(known):
    assert missed(known.member).is_empty
    new = create_post(author=known.owner, space=known.open, body="Neuf")
    create_post(author=known.member, space=known.open, body="De moi")
    assert reasons(known.member) == {new.pk: Reason.NEW}
    mark_seen(user=known.member, space=known.open)
    assert missed(known.member).is_empty


def test_mentioned_comes_first(known):
    create_post(author=known.owner, space=known.open, body="Neuf")
    post = create_post(author=known.owner, space=known.confidential, body=naming(known.member))
    old = Post.objects.filter(space=known.open, author=known.owner).earliest("published_at")
    answer = create_comment(author=known.animator, post=old, body=naming(known.member))
    shown = missed(known.member)
    assert reasons(known.member)[post.pk] is Reason.MENTIONED
    assert reasons(known.member)[old.pk] is Reason.MENTIONED
    found = next(it for news in shown.spaces for it in news.found if it.post_id == old.pk)
    assert found.comment_id == answer.pk


def test_a_mention_where_one_does_not_belong_is_found(known):
    place = make_space(known.owner)
    old_post(known.owner, place)
    create_post(author=known.owner, space=place, body="Rien pour le membre")
    assert missed(known.member).is_empty
    post = create_post(author=known.owner, space=place, body=naming(known.member))
    assert reasons(known.member) == {post.pk: Reason.MENTIONED}


def test_answers_to_what_one_wrote(known):
    mine = old_post(known.member, known.open, "Qui sait ?")
    other = old_post(known.owner, known.confidential)
    mine_there = aged(create_comment(author=known.member, post=other, body="Moi"), days=20)
    create_comment(author=known.owner, post=mine, body="Un")
    create_comment(author=known.animator, post=mine, body="Deux")
    create_comment(author=known.animator, post=other, body="À vous", parent=mine_there)
    assert reasons(known.member) == {mine.pk: Reason.ANSWERED, other.pk: Reason.ANSWERED}
    counted = {it.post_id: it.number for news in missed(known.member).spaces for it in news.found}
    assert counted == {mine.pk: 2, other.pk: 1}


def test_a_conversation_one_wrote_in(known):
    other = old_post(known.owner, known.confidential)
    aged(create_comment(author=known.member, post=other, body="Moi"), days=20)
    assert missed(known.member).is_empty
    create_comment(author=known.animator, post=other, body="La suite")
    assert reasons(known.member) == {other.pk: Reason.CONVERSATION}


def test_asked_in_a_space_one_animates(known):
    asked = create_post(author=known.owner, space=known.open, body="Qui a la clé du local ?")
    create_post(author=known.owner, space=known.open, body="https://example.test/?a=b voilà")
    assert reasons(known.animator)[asked.pk] is Reason.ASKED
    assert list(reasons(known.animator).values()).count(Reason.ASKED) == 1
    assert reasons(known.member)[asked.pk] is Reason.NEW
    create_comment(author=known.owner, post=asked, body="Trouvée")
    assert reasons(known.animator)[asked.pk] is Reason.NEW


def test_announced_led_first_and_pinned(known):
    announced = create_post(
        author=known.owner, space=known.open, body="À toutes et tous", is_announcement=True
    )
    first = create_post(author=known.leader, space=known.everyone, body="Bonjour")
    newcomer = make_person()
    greeted = create_post(author=newcomer, space=known.everyone, body="Je viens d’arriver")
    pinned = create_post(author=known.owner, space=known.open, body="À garder")
    pin_post(actor=known.owner, post=pinned)
    assert reasons(known.member) == {
        announced.pk: Reason.ANNOUNCED,
        first.pk: Reason.LEADER,
        greeted.pk: Reason.FIRST_POST,
        pinned.pk: Reason.PINNED,
    }


def test_a_first_post_is_of_its_space_and_betrays_no_other(known):
    newcomer = make_person()
    secret = make_space(newcomer, kind="confidential")
    create_post(author=newcomer, space=secret, body="Ailleurs")
    first = create_post(author=newcomer, space=known.everyone, body="Ici")
    second = create_post(author=newcomer, space=known.everyone, body="Encore")
    assert reasons(known.member) == {first.pk: Reason.FIRST_POST, second.pk: Reason.NEW}


def test_from_three_colleagues_of_ones_unit_on(known):
    colleagues = [make_person() for _ in range(COLLEAGUES_ENOUGH)]
    strangers = [make_person() for _ in range(5)]
    unit_of(known, known.member, known.owner, *colleagues)
    post = old_post(known.owner, known.open)
    popular = old_post(known.animator, known.open)
    for person in strangers:
        create_comment(author=person, post=popular, body="Oui")
    create_comment(author=known.owner, post=post, body="C’est mon sujet")
    for person in colleagues[1:]:
        create_comment(author=person, post=post, body="Oui")
        create_comment(author=person, post=post, body="Vraiment")
    assert missed(known.member).is_empty, "two colleagues and the author are not enough"
    create_comment(author=colleagues[0], post=post, body="Moi aussi")
    assert reasons(known.member) == {post.pk: Reason.COLLEAGUES}
    (news,) = missed(known.member).spaces
    assert news.first.number == COLLEAGUES_ENOUGH


def test_the_strongest_reason_alone_and_the_newest_within_it(known):
    mine = old_post(known.member, known.open)
    create_comment(author=known.owner, post=mine, body=naming(known.member))
    new = [create_post(author=known.owner, space=known.open, body=f"{n}") for n in range(3)]
    (news,) = missed(known.member).spaces
    assert [it.post_id for it in news.found] == [mine.pk, *[post.pk for post in reversed(new)]]
    assert news.first.reason is Reason.MENTIONED


def test_spaces_follow_by_their_first_reason(known):
    create_post(author=known.owner, space=known.confidential, body="Neuf")
    create_post(author=known.leader, space=known.everyone, body="Bonjour")
    create_post(author=known.owner, space=known.open, body=naming(known.member))
    order = [news.place.space for news in missed(known.member).spaces]
    assert order == [known.open, known.everyone, known.confidential]


def test_bounded_in_a_space_and_in_spaces(known):
    for number in range(A_SPACE + 34):
        create_post(author=known.owner, space=known.open, body=f"{number}")
    mine = old_post(known.member, known.open)
    create_comment(author=known.owner, post=mine, body="Oui")
    (news,) = missed(known.member).spaces
    assert (len(news.found), news.more) == (A_SPACE, 35)
    for _ in range(SPACES + 3):
        place = make_space(known.owner)
        join_space(user=known.member, space=place)
        create_post(author=known.owner, space=place, body="Un")
        create_post(author=known.owner, space=place, body="Deux")
    chosen = missed(known.member)
    assert (len(chosen.spaces), len(chosen.others)) == (SPACES, 4)
    assert [it.more + len(it.found) for it in chosen.others] == [2, 2, 2, 2]


def test_more_is_counted_beyond_what_is_examined(known):
    for number in range(60):
        create_post(author=known.owner, space=known.open, body=f"{number}")
    (news,) = missed(known.member).spaces
    assert news.more == 60 - A_SPACE


def test_the_same_facts_give_the_same_order(known):
    moment = timezone.now()
    for space in (known.open, known.confidential):
        for number in range(4):
            post = create_post(author=known.owner, space=space, body=f"{number}")
            Post.objects.filter(pk=post.pk).update(published_at=moment)
    assert missed(known.member).spaces == missed(known.member).spaces
    for news in missed(known.member).spaces:
        ids = [it.post_id for it in news.found]
        assert ids == sorted(ids, reverse=True)


def test_reactions_lift_nothing(known):
    loud = create_post(author=known.owner, space=known.open, body="Un")
    quiet = create_post(author=known.owner, space=known.open, body="Deux")
    Post.objects.filter(pk=loud.pk).update(reaction_counts={"bravo": 900}, comments_count=300)
    (news,) = missed(known.member).spaces
    assert [it.post_id for it in news.found] == [quiet.pk, loud.pk]


def test_what_was_told_elsewhere_is_left_out(known):
    posts = [create_post(author=known.owner, space=known.open, body=f"{n}") for n in range(2)]
    mine = old_post(known.member, known.open)
    answers = [create_comment(author=known.owner, post=mine, body=f"{n}") for n in range(2)]
    told = Told(frozenset({posts[0].pk}), frozenset({answers[1].pk}))
    (news,) = missed(known.member, told=told).spaces
    assert [(it.post_id, it.comment_id) for it in news.found] == [
        (mine.pk, answers[0].pk),
        (posts[1].pk, None),
    ]
    assert news.more == 0
    everything = Told(frozenset(p.pk for p in posts), frozenset(a.pk for a in answers))
    assert missed(known.member, told=everything).is_empty


def test_what_is_gone_is_not_missed(known):
    post = create_post(author=known.owner, space=known.open, body="Un")
    mine = old_post(known.member, known.open)
    answer = create_comment(author=known.owner, post=mine, body="Oui")
    assert len(reasons(known.member)) == 2
    withdraw_post(actor=known.owner, post=post)
    withdraw_comment(actor=known.owner, comment=answer)
    assert missed(known.member).is_empty


def test_access_lost_between_choosing_and_showing(known):
    create_post(author=known.owner, space=known.confidential, body="Secret")
    chosen = missed(known.member)
    assert spaces_of(known.member, chosen.spaces)
    remove_member(actor=known.owner, space=known.confidential, user=known.member)
    assert spaces_of(known.member, chosen.spaces) == []
    assert missed(known.member).is_empty


def test_who_wrote_in_a_space_and_lost_it_hears_no_more_of_it(known):
    mine = old_post(known.member, known.confidential)
    create_comment(author=known.owner, post=mine, body=naming(known.member))
    assert reasons(known.member) == {mine.pk: Reason.MENTIONED}, "the premise"
    remove_member(actor=known.owner, space=known.confidential, user=known.member)
    create_comment(author=known.owner, post=mine, body="Sans vous")
    until = timezone.now()
    assert known.confidential.pk not in places.places(
        known.member, since_last_seen(until), until=until
    )
    assert missed(known.member).is_empty


def test_an_answer_withdrawn_between_choosing_and_showing(known):
    mine = old_post(known.member, known.open)
    answer = create_comment(author=known.owner, post=mine, body="Oups")
    chosen = missed(known.member)
    assert spaces_of(known.member, chosen.spaces)
    withdraw_comment(actor=known.owner, comment=answer)
    assert spaces_of(known.member, chosen.spaces) == []


def test_a_space_never_looked_into_and_one_looked_into_long_ago(known):
    place = make_space(known.owner)
    follow_space(user=known.member, space=place)
    recent = aged(create_post(author=known.owner, space=place, body="Récent"), days=6)
    aged(create_post(author=known.owner, space=place, body="Ancien"), days=8)
    assert reasons(known.member).keys() == {recent.pk}
    long_ago = timezone.now() - timedelta(days=300)
    SeenMarker.objects.update_or_create(
        user=known.member, space=place, defaults={"seen_at": long_ago}
    )
    assert len(reasons(known.member)) == 2
    Post.objects.filter(space=place).update(published_at=timezone.now() - timedelta(days=61))
    assert missed(known.member).is_empty


def test_the_beginnings_one_may_choose(known):
    until = timezone.now()
    zone = places.schedule_of(known.member).zone
    today = until.astimezone(zone).date()

    def day(since):
        start = beginning_of(known.member, since, until=until)(until)
        assert start.astimezone(zone).hour == 0
        return (today - start.astimezone(zone).date()).days

    assert (day(Since.YESTERDAY), day(Since.WEEK), day(Since.ABSENCE)) == (1, 7, 7)
    Absence.objects.create(
        person=known.member,
        starts_on=today - timedelta(days=20),
        ends_on=today - timedelta(days=1),
    )
    assert day(Since.ABSENCE) == 20
    assert beginning_of(known.member, Since.VISIT, until=until)(until) == until


def test_reasons_are_whole_sentences_in_both_languages():
    for language in ("fr", "en"):
        with translation.override(language):
            for reason in Reason:
                for count in (1, 3):
                    said = sentence(reason, count)
                    assert said[0].isupper() or said[0].isdigit()
                    assert said.endswith(".")
                    assert "%" not in said
