"""Cards are kept once for all readers: what is one reader's never reaches another."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache

from apps.accounts.kept import author_token
from apps.core.parts import Overlay, fill, mark, render_parts
from apps.posts.actions import create_comment, edit_comment, edit_post, react, withdraw_comment
from apps.posts.models import Post
from apps.spaces.actions import add_member, edit_space
from apps.spaces.models import Space
from tests.access.doors import NAME


def test_a_mark_copied_from_elsewhere_is_only_text():
    """People see no marks; whoever finds one out still forges none."""
    seen: list[str] = []
    render_parts(lambda: seen.append(mark("slot", "csrf")) or "")
    parts = render_parts(lambda: seen[0])
    assert "TOKEN" not in fill(parts, Overlay(values={"csrf": "TOKEN"}))


@pytest.fixture
def pages(world, in_open, signed_in):
    """Every page that shows the post, as read by one person; kept pieces are used, not asserted."""
    cache.clear()
    post = in_open.post.pk
    paths = [
        f"/posts/{post}/",
        f"/posts/{post}/comments/",
        f"/posts/{post}/?part=card",
        f"/spaces/{world.open.slug}/",
    ]

    def read(role: str, language: str = "fr") -> str:
        client = signed_in(world.cast[role])
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        fragment = {"hx-request": "true"}
        answers = [client.get(p, headers=fragment if "part" in p else {}) for p in paths]
        return "".join(answer.content.decode() for answer in answers)

    return read


def test_what_is_mine_is_shown_to_me_alone(world, in_open, pages):
    react(user=world.owner, said=in_open.post, kind="bravo")
    edit, edit_answer = f"/posts/{in_open.post.pk}/edit/", f"/comments/{in_open.comment.pk}/edit/"
    pin = f"/posts/{in_open.post.pk}/pin/"
    for first, second in (("owner", "outsider"), ("outsider", "owner")):
        cache.clear()
        pages(first)
        said = pages(second)
        assert (edit in said) == (second == "owner")
        assert edit_answer not in said
        assert (pin in said) == (second == "owner")
        pressed = re.findall(r'name="kind" value="\w+" aria-pressed="true"', said)
        assert bool(pressed) == (second == "owner")
    assert edit_answer in pages("animator")


def test_forms_are_signed_by_who_reads(world, in_open, pages):
    first, second = pages("owner"), pages("outsider")
    assert author_token(world.owner).split(":")[0] in first
    assert not set(tokens(first)) & set(tokens(second))
    assert all(
        token.startswith(author_token(world.outsider).split(":")[0]) for token in authors(second)
    )


def tokens(said: str) -> list[str]:
    return re.findall(r'name="(?:csrfmiddlewaretoken|key)" value="([^"]+)"', said)


def authors(said: str) -> list[str]:
    return re.findall(r'name="author" value="([^"]+)"', said)


def test_each_reads_in_their_language(pages):
    french, english = (
        set(re.findall(r'<time[^>]* title="(\w+) ', pages("member", language)))
        for language in ("fr", "en")
    )
    assert french
    assert french.isdisjoint(english), "days are named in the language of another reader"


def test_what_was_taken_back_is_kept_nowhere(world, in_open, pages):
    """Every change shows at once to everybody, though nothing is ever removed from the cache."""
    assert "macareux" in pages("member")
    edit_comment(actor=world.animator, comment=in_open.comment, body="Un courlis.")
    said = pages("member")
    assert "courlis" in said
    assert "macareux" not in said
    withdraw_comment(actor=world.animator, comment=in_open.comment)
    assert "courlis" not in pages("member")
    edit_post(actor=world.owner, post=in_open.post, title="Sarcelle", body="Autre chose.")
    said = pages("member")
    assert "Sarcelle" in said
    assert "albatros" not in said
    create_comment(author=world.animator, post=in_open.post, body="Une bécassine.")
    assert "bécassine" in pages("member")


def test_who_reads_is_said_as_it_is_now(world, in_confidential, signed_in):
    """A card names its readers: their number and the space's name change with the space."""
    client = signed_in(world.member)
    path, fragment = f"/posts/{in_confidential.post.pk}/?part=card", {"hx-request": "true"}
    before = client.get(path, headers=fragment).content.decode()
    assert NAME in before
    add_member(actor=world.owner, space=in_confidential.space, user=world.outsider)
    grown = client.get(path, headers=fragment).content.decode()
    count = re.compile(rf"{NAME} · (\d+)")
    assert int(count.search(grown)[1]) == int(count.search(before)[1]) + 1
    edit_space(actor=world.owner, space=in_confidential.space, name="Harle")
    renamed = client.get(path, headers=fragment).content.decode()
    assert "Harle" in renamed
    assert NAME not in renamed


def test_an_id_given_twice_shows_nothing_of_another_space(world, in_confidential, signed_in):
    """A database brought back from a copy gives ids again; the cache has not forgotten them."""
    reader, path = signed_in(world.outsider), f"/posts/{in_confidential.post.pk}/?part=card"
    fragment = {"hx-request": "true"}
    assert NAME in signed_in(world.member).get(path, headers=fragment).content.decode()
    gone = Post.objects.get(pk=in_confidential.post.pk)
    Post.objects.filter(pk=gone.pk).delete()
    again = Post(pk=gone.pk, version=gone.version, author=world.owner, html="x", text="x")
    again.space = world.open
    again.save(force_insert=True)
    Space.objects.filter(pk=world.open.pk).update(version=gone.space.version)
    said = reader.get(path, headers=fragment).content.decode()
    assert f'post-{again.pk}"' in said
    assert NAME not in said
