"""Leaving a space with a choice for one's words."""

import pytest

from apps.core.decisions import Refused
from apps.events.models import OutboxEvent
from apps.notifications.forgetting import forget_author
from apps.notifications.models import Notification
from apps.posts.actions import (
    agree_to_open,
    create_comment,
    create_post,
    depart,
    keep_draft,
)
from apps.posts.models import Comment, Draft, Mention, Post
from apps.profiles.actions import reactivate_person
from apps.profiles.former import former_member
from apps.search.actions import index_space
from apps.search.models import SearchEntry
from apps.search.tokens import author_token
from apps.spaces.actions import change_kind, join_space
from apps.spaces.models import Membership, Space
from tests.conftest import make_space
from tests.queries import assert_constant_queries

FRENCH = {"accept-language": "fr"}


@pytest.fixture
def said(world):
    """The member's post, answered by the animator, who names the member; and their own answer."""
    space = world.confidential
    post = create_post(author=world.member, space=space, body="Mes mots")
    link = f'<p><a data-person="{world.member.pk}">@M</a> a raison</p>'
    answer = create_comment(author=world.animator, post=post, body=link)
    other = create_post(author=world.owner, space=space, body="Autre chose")
    mine = create_comment(author=world.member, post=other, body="Ma réponse")
    return space, post, answer, other, mine


def test_kept_words_keep_their_name(world, said):
    space, post, *_ = said
    depart(user=world.member, space=space, words="keep")
    post.refresh_from_db()
    assert post.author == world.member
    assert not Membership.objects.filter(space=space, user=world.member).exists()


def test_anonymised_nothing_here_leads_to_the_person(world, said, signed_in):
    space, post, answer, other, mine = said
    elsewhere = create_post(author=world.member, space=world.open, body="Ailleurs")
    keep_draft(author=world.member, space=space, body="Brouillon")
    assert Mention.objects.filter(person=world.member).exists()
    depart(user=world.member, space=space, words="anonymise")
    for row in (post, mine, answer, elsewhere):
        row.refresh_from_db()
    assert post.author == mine.author == former_member()
    assert post.key is None
    assert elsewhere.author == world.member
    assert "Mehdi" not in answer.html + answer.text
    assert not Mention.objects.filter(person=world.member, post__space=space).exists()
    assert not Draft.objects.filter(author=world.member, space=space).exists()
    client = signed_in(world.animator)
    for page in (f"/posts/{post.pk}/", f"/posts/{other.pk}/", f"/spaces/{space.slug}/"):
        shown = client.get(page, headers=FRENCH).content.decode()
        assert "Mehdi" not in shown, page
        assert world.member.username not in shown, page
        assert "Mes mots" in shown or "Ma réponse" in shown
    assert OutboxEvent.objects.filter(name="author.anonymised").exists()


def test_search_no_longer_finds_them_by_their_author(world, said):
    space, *_ = said
    index_space(space.pk)
    theirs = f"'{author_token(world.member.pk)}'"
    entries = SearchEntry.objects.filter(post__space=space)
    assert any(theirs in entry.vector for entry in entries)
    depart(user=world.member, space=space, words="anonymise")
    index_space(space.pk)
    assert not any(theirs in entry.vector for entry in entries.all())


def test_what_was_told_of_them_is_forgotten(world, said):
    space, post, *_ = said
    Notification.objects.create(
        person=world.owner, kind="answered", rank=1, event_id=1, occasion="x", actor=world.member,
        space=space, post=post, subject=f"post.{post.pk}", day="2026-01-01", is_direct=True,
        due_at=post.published_at,
    )  # fmt: skip
    forget_author(world.member.pk, space.pk)
    assert not Notification.objects.filter(actor=world.member).exists()


def test_the_account_of_nobody_is_nobodys(world, signed_in):
    nobody = former_member()
    assert signed_in(world.member).get(f"/people/{nobody.username}/").status_code == 404
    with pytest.raises(Refused):
        reactivate_person(actor=world.administrator, person=nobody)


def test_removed_words_are_withdrawn_and_the_counts_are_right(world, said):
    space, post, answer, other, mine = said
    depart(user=world.member, space=space, words="remove")
    assert not Post.objects.visible_to(world.owner).filter(pk=post.pk).exists()
    other.refresh_from_db()
    assert other.comments_count == 0
    assert Comment.objects.get(pk=mine.pk).withdrawn_at
    assert not Comment.objects.get(pk=answer.pk).withdrawn_at
    told = OutboxEvent.objects.filter(space_id=space.pk, actor_id=world.member.pk)
    assert {"post.withdrawn", "comment.withdrawn"} <= set(told.values_list("name", flat=True))


def test_the_last_owner_stays_and_so_do_their_words(world, said):
    space, _post, _answer, other, _mine = said
    for words in ("remove", "anonymise"):
        with pytest.raises(Refused):
            depart(user=world.owner, space=space, words=words)
    other.refresh_from_db()
    assert (other.author, other.withdrawn_at) == (world.owner, None)


def test_words_of_nobody_never_open(world, said):
    """Whoever took their name off cannot agree any more, and nobody agrees for them."""
    space, post, *_ = said
    agree = change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    post.refresh_from_db()
    agree_to_open(person=world.member, post=post)
    depart(user=world.member, space=agree, words="anonymise")
    assert not agree_to_open(person=world.animator, post=post)


def test_words_withdrawn_with_their_author_hold_nothing_back(world, said):
    space, _post, _answer, other, _mine = said
    change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    other.refresh_from_db()
    assert not agree_to_open(person=world.owner, post=other)
    depart(user=world.member, space=space, words="remove")
    assert Post.objects.visible_to(world.outsider).contains(other)


def test_many_words_cost_what_a_few_do(world, person):
    def prepared(words):
        who, space = person(), make_space(world.owner)
        join_space(user=who, space=space)
        for number in range(words):
            post = create_post(author=who, space=space, body=f"n° {number}")
            create_comment(author=who, post=post, body="Encore")
        return who, space

    leaving = iter([prepared(words) for words in (2, 2, 20, 20)])

    def act():
        who, space = next(leaving)
        depart(user=who, space=space, words="remove")

    assert_constant_queries(act, lambda: None)


class TestPage:
    def test_it_says_what_becomes_of_the_words(self, world, said, signed_in):
        space = said[0]
        client = signed_in(world.member)
        url = f"/spaces/{space.slug}/departure/"
        assert client.get(url).status_code == 200
        assert client.post(url, {"words": "anonymise"}).status_code == 422
        assert client.post(url, {"words": "burn"}).status_code == 422
        assert Membership.objects.filter(space=space, user=world.member).exists()
        left = client.post(url, {"words": "anonymise", "is_sure": "1"})
        assert (left.status_code, left["Location"]) == (303, "/spaces/")

    def test_members_only(self, world, signed_in):
        for person in (world.outsider, world.former_member, world.administrator):
            url = f"/spaces/{world.confidential.slug}/departure/"
            assert signed_in(person).get(url).status_code == 404
