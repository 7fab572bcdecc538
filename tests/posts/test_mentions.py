"""People named in words: linked and told only if they read there, in one exact shape."""

import re

import pytest

from apps.core.errors import InvalidInput
from apps.core.html import sanitize
from apps.events.models import OutboxEvent
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_comment,
    edit_post,
    withdraw_comment,
)
from apps.posts.mentions import MOST_MENTIONS, without_mentions
from apps.posts.models import Mention, Post
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import remove_member
from tests.conftest import make_person


def claim(person, text: str = "") -> str:
    """What the editor sends for a person chosen from its list."""
    name = text or f"@{person.display_name}"
    return f'<a class="mention" href="/x" data-person="{person.pk}">{name}</a>'


def link(person) -> str:
    """What is stored."""
    where = f"/people/{person.username}/"
    return f'<a class="mention" href="{where}" data-person="{person.pk}">@{person.display_name}</a>'


def told() -> list[list[int]]:
    rows = OutboxEvent.objects.filter(name="person.mentioned").order_by("id")
    return [row.payload["people"] for row in rows]


def named(**where) -> set[int]:
    return set(Mention.objects.standing().filter(**where).values_list("person_id", flat=True))


def test_a_reader_is_named_and_told(world):
    body = f"<p>Merci {claim(world.animator)} !</p>"
    post = create_post(author=world.member, space=world.confidential, body=body)
    assert post.html == f"<p>Merci {link(world.animator)} !</p>"
    assert post.text == "Merci @Anaïs Animator !"
    assert named(post=post, comment=None) == {world.animator.pk}
    row = OutboxEvent.objects.get(name="person.mentioned")
    assert row.payload == {
        "post_id": post.pk,
        "circle_id": None,
        "comment_id": None,
        "people": [world.animator.pk],
        "quiet_until": None,
    }
    assert (row.space_id, row.actor_id) == (world.confidential.pk, world.member.pk)


@pytest.mark.parametrize("role", ["outsider", "former_member", "administrator", "deactivated"])
def test_who_cannot_read_is_neither_linked_nor_told(world, role):
    person = world.cast[role]
    body = f"<p>Comme dit {claim(person)}, et @{person.username}.</p>"
    post = create_post(author=world.member, space=world.confidential, body=body)
    name = f"@{person.display_name}"
    assert post.html == f"<p>Comme dit {name}, et @{person.username}.</p>"
    assert not Mention.objects.exists()
    assert not told()


def test_the_name_is_the_servers(world):
    body = f"<p>{claim(world.animator, '@Le Directeur <b>Général</b>')}</p>"
    post = create_post(author=world.member, space=world.open, body=body)
    assert post.html == f"<p>{link(world.animator)}</p>"


def test_a_name_that_looks_like_markup_stays_a_name(world):
    person = make_person('Zoé <b onclick="x">"Z"</b> & Cie')
    post = create_post(author=world.member, space=world.open, body=f"<p>{claim(person, '@z')}</p>")
    assert "<b" not in post.html
    assert post.text == '@Zoé <b onclick="x">"Z"</b> & Cie'


@pytest.mark.parametrize(
    "value",
    [
        "0",
        "-1",
        "999999999",
        "9223372036854775807",
        "9223372036854775808",
        "9" * 400,
        "١٢",
        "²",
        " 1",
        "1 or 1=1",
        "",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&quot; onmouseover=&quot;alert(1)",
        "<script>alert(1)</script>",
    ],
)
def test_a_claim_of_nobody_leaves_its_words(world, value):
    body = f'<p>à <a class="mention" data-person="{value}" href="javascript:x">@Qui</a> là</p>'
    post = create_post(author=world.member, space=world.open, body=body)
    assert post.html == "<p>à @Qui là</p>"
    assert not Mention.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        '<a href="https://x/<a &quot; data-person=&quot;{pk}&quot;>" data-person="{pk}">a</a>',
        '<p><a href=\'https://x/<a " data-person="{pk}" onmouseover="x\'>@a</a> b</p>',
        '<p><a data-person="{pk}">x<a data-person="{pk}">y</a></a></p>',
        '<p><a href="https://x/"><table><td><a data-person="{pk}">y</a></td></table></a></p>',
        '<p><a data-person="{pk}"><table><td><a href="https://x/">y</a></td></table></a></p>',
        '<a data-person="{pk}"><p>un</p><p>deux</p></a>',
        '<p><a data-person="{pk}" data-person="5" onclick="x" class="card" id="post-1">@a</a></p>',
        "<p><A DATA-PERSON={pk}>@a</A></p>",
        '<p><a data-person="{pk}">@a',
        '<p><code><a data-person="{pk}">@a</a></code></p>',
        '<p>a &lt;a data-person="{pk}"&gt;@a&lt;/a&gt; b</p>',
        '<p data-person="{pk}" class="mention">@a</p>',
    ],
)
def test_only_the_exact_shape_is_stored(world, body):
    person = world.animator
    post = create_post(author=world.member, space=world.open, body=body.format(pk=person.pk))
    rest = post.html.replace(link(person), "")
    tags = re.findall(r"<[^>]*>", rest)
    for trace in ("data-person", "mention", "onclick", "onmouseover", "id="):
        assert not [tag for tag in tags if trace in tag and "https://x/" not in tag], post.html
    # Sanitising again changes nothing but the mentions' own attributes: the markup is whole.
    assert sanitize(rest) == rest


def test_an_imported_or_foreign_claim_is_a_plain_link(world):
    assert sanitize(claim(world.animator)) == (
        '<a href="/x" rel="noopener noreferrer nofollow">@Anaïs Animator</a>'
    )


def test_a_username_typed_in_a_plain_field(world):
    handle = f"@{world.animator.username}"
    body = f"Merci {handle}, ({handle}) {handle}.\nx{handle} a{handle}.fr @nobody @anais @"
    post = create_post(author=world.member, space=world.open, body=body)
    assert post.html.count(link(world.animator)) == 3
    assert f"x{handle} a{handle}.fr @nobody @anais @" in post.html
    assert named(post=post) == {world.animator.pk}


def test_usernames_in_code_and_in_links_name_nobody(world):
    handle = f"@{world.animator.username}"
    body = (
        f"<p><code>{handle}</code></p><pre><code>{handle}</code></pre>"
        f'<p><a href="https://x.example/{handle}">{handle}</a></p>'
    )
    post = create_post(author=world.member, space=world.open, body=body)
    assert "data-person" not in post.html
    assert not told()


def test_naming_oneself_tells_nobody(world):
    create_post(author=world.member, space=world.open, body=f"<p>{claim(world.member)}</p>")
    assert not told()


def test_an_edit_tells_the_new_ones_only_and_nobody_twice(world):
    post = create_post(
        author=world.member, space=world.open, body=f"<p>{claim(world.animator)}</p>"
    )
    both = f"<p>{claim(world.animator)} {claim(world.owner)}</p>"
    edit_post(actor=world.member, post=post, body=both)
    assert told() == [[world.animator.pk], [world.owner.pk]]
    edit_post(actor=world.member, post=post, body="<p>Personne.</p>")
    assert named(post=post) == set()
    edit_post(actor=world.member, post=post, body=both)
    assert named(post=post) == {world.animator.pk, world.owner.pk}
    assert len(told()) == 2


def test_comments_have_mentions_of_their_own(world):
    post = create_post(
        author=world.member, space=world.confidential, body=f"<p>{claim(world.animator)}</p>"
    )
    comment = create_comment(
        author=world.owner, post=post, body=f"<p>{claim(world.animator)} @x</p>"
    )
    edit_comment(actor=world.owner, comment=comment, body=f"<p>{claim(world.member)}</p>")
    assert told() == [[world.animator.pk], [world.animator.pk], [world.member.pk]]
    assert named(comment=comment) == {world.member.pk}
    assert named(post=post, comment=None) == {world.animator.pk}
    last = OutboxEvent.objects.filter(name="person.mentioned").last()
    assert last.payload["comment_id"] == comment.pk


def test_who_lost_access_is_no_longer_linked_after_an_edit(world):
    body = f"<p>{claim(world.animator)} et {claim(world.owner)}</p>"
    post = create_post(author=world.member, space=world.confidential, body=body)
    remove_member(actor=world.owner, space=world.confidential, user=world.animator)
    edit_post(actor=world.member, post=Post.objects.get(pk=post.pk), body=post.html)
    post.refresh_from_db()
    assert post.html == f"<p>@Anaïs Animator et {link(world.owner)}</p>"
    assert named(post=post) == {world.owner.pk}


def test_who_left_the_organisation_is_not_linked_again(world):
    person = make_person("Léa Partie")
    deactivate_person(actor=world.administrator, person=person)
    post = create_post(author=world.member, space=world.open, body=f"<p>{claim(person)}</p>")
    assert post.html == "<p>@Léa Partie</p>"


def test_a_storm_of_names_is_refused(world):
    crowd = [make_person() for _ in range(MOST_MENTIONS + 1)]
    body = "<p>" + " ".join(claim(person) for person in crowd) + "</p>"
    with pytest.raises(InvalidInput, match=str(MOST_MENTIONS)) as problem:
        create_post(author=world.member, space=world.open, body=body)
    assert problem.value.field == "body"
    assert not told()
    body = "<p>" + " ".join(claim(person) for person in crowd[1:] + crowd[1:]) + "</p>"
    create_post(author=world.member, space=world.open, body=body)
    assert len(told()[0]) == MOST_MENTIONS


def test_thousands_of_claims_cost_one_query(world, django_assert_max_num_queries):
    claims = "".join(f'<a data-person="{n}">@n</a> ' for n in range(10_000_000, 10_002_000))
    handles = " ".join(f"@user{n}" for n in range(5_000))
    with django_assert_max_num_queries(20):
        create_post(author=world.member, space=world.open, body=f"<p>{claims}{handles}</p>")
    assert not told()


def test_a_mention_is_as_visible_as_its_words(world):
    post = create_post(
        author=world.member, space=world.confidential, body=f"<p>{claim(world.animator)}</p>"
    )
    for role, person in world.cast.items():
        sees = Mention.objects.visible_to(person).exists()
        assert sees == (role in {"owner", "animator", "member"}), role
    edit_post(actor=world.member, post=post, body="<p>Personne.</p>")
    assert not Mention.objects.visible_to(world.member).exists()
    comment = create_comment(author=world.member, post=post, body=f"<p>{claim(world.animator)}</p>")
    assert Mention.objects.visible_to(world.animator).exists()
    withdraw_comment(actor=world.member, comment=comment)
    assert not Mention.objects.visible_to(world.animator).exists(), "of words that were taken back"


def test_what_is_exported_carries_names_and_no_addresses(world):
    post = create_post(
        author=world.member,
        space=world.open,
        body=f'<p>{claim(world.animator)} <a href="https://x.example/">x</a></p>',
    )
    plain = without_mentions(post.html)
    assert plain.startswith("<p>@Anaïs Animator <a href=")
    assert sanitize(plain) == plain
