"""Who reads a space and may not change it is told so: every act × the cast, one table."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import transaction

from apps.posts.actions import create_post, withdraw_comment
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces import grants
from apps.spaces.actions import archive_space
from apps.spaces.models import Membership
from tests.access.doors import ANIMATORS, OWNERS, Told

EVERYONE = frozenset(
    "owner animator member outsider former_member leader communicator analyst "  # noqa: SIM905
    "administrator".split()
)
NOBODY: frozenset[str] = frozenset()
DELETE = {"_method": "DELETE"}
WORDS = {"name": "Autre nom", "purpose": "practice", "language": "fr"}


@dataclass(frozen=True)
class Act:
    """`path` of the form, what it sends, and who may, in an open space: all may read there."""

    name: str
    path: Callable[[Told, str], str]
    data: dict[str, str]
    may: frozenset[str]


def on_post(name: str, part: str, data: dict[str, str], may: frozenset[str]) -> Act:
    return Act(name, lambda told, _: f"/posts/{told.post.pk}/{part}", data, may)


def on_comment(name: str, part: str, data: dict[str, str], may: frozenset[str]) -> Act:
    return Act(name, lambda told, _: f"/comments/{told.comment.pk}/{part}", data, may)


def on_space(name: str, part: str, data: dict[str, str], may: frozenset[str]) -> Act:
    return Act(name, lambda told, _: f"/spaces/{told.space.slug}/{part}", data, may)


def on_member(name: str, whom: str, data: dict[str, str], may: frozenset[str]) -> Act:
    def path(told: Told, _: str) -> str:
        person = told.space.memberships.filter(role=whom).first()
        username = person.user.username if person else "oscar-outsider"
        return f"/spaces/{told.space.slug}/members/{username}/"

    return Act(name, path, data, may)


ACTS = [
    on_post("edit a post", "", {"body": "x"}, OWNERS),
    on_post("withdraw a post", "", DELETE, OWNERS),
    on_post("pin", "pin/", {}, ANIMATORS),
    on_post("take down", "pin/", DELETE, ANIMATORS),
    on_post("answer", "comments/", {"body": "x"}, EVERYONE),
    on_post("react", "reaction/", {"kind": "bravo"}, EVERYONE),
    on_comment("edit a comment", "", {"body": "x"}, frozenset({"animator"})),
    on_comment("withdraw a comment", "", DELETE, frozenset({"animator"})),
    on_comment("react to a comment", "reaction/", {"kind": "bravo"}, EVERYONE),
    on_space("publish", "posts/", {"body": "x"}, EVERYONE),
    on_space("join", "membership/", {}, EVERYONE),
    on_space("describe", "edit/", WORDS, ANIMATORS),
    on_space("make stricter", "kind/", {"kind": "confidential"}, OWNERS),
    on_space("archive", "archive/", {}, OWNERS),
    on_space("reopen", "archive/", DELETE, OWNERS),
    on_space("let mails quote", "mails/", {}, NOBODY),
    on_member("add a member", "nobody", {"role": "member"}, ANIMATORS),
    on_member("add an animator", "nobody", {"role": "animator"}, ANIMATORS),
    on_member("add an owner", "nobody", {"role": "owner"}, OWNERS),
    on_member("name an animator", "member", {"role": "animator"}, ANIMATORS),
    on_member("name an owner", "member", {"role": "owner"}, OWNERS),
    on_member("remove a member", "member", DELETE, ANIMATORS),
    on_member("remove an animator", "animator", DELETE, ANIMATORS),
    on_member("demote the last owner", "owner", {"role": "member"}, NOBODY),
    on_member("remove the last owner", "owner", DELETE, NOBODY),
]
each_act = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)


def answered(client, act: Act, told: Told) -> int:
    """The status of the answer, after which nothing has happened."""
    with transaction.atomic():
        status = client.post(act.path(told, ""), act.data).status_code
        transaction.set_rollback(True)
    return status


@each_act
def test_in_an_open_space(act, world, in_open, signed_in):
    for role in EVERYONE:
        status = answered(signed_in(world.cast[role]), act, in_open)
        assert status == (303 if role in act.may else 403), role


@each_act
def test_who_reads_by_their_unit_changes_nothing(act, world, in_on_request, signed_in):
    """Reading was granted, no more: the gate asks for the permission, not for the reading."""
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=world.outsider, unit=unit)
    grants.grant_unit(unit=unit, space=in_on_request.space, codenames={"view_space"})
    client = signed_in(world.outsider)
    assert client.get(f"/posts/{in_on_request.post.pk}/").status_code == 200
    assert answered(client, act, in_on_request) == 403


@each_act
def test_in_an_archived_space(act, world, in_open, signed_in):
    archive_space(actor=world.owner, space=in_open.space)
    if act.name in {"publish", "answer", "react", "react to a comment", "join", "pin", "take down"}:
        for role in ("owner", "member", "outsider"):
            assert answered(signed_in(world.cast[role]), act, in_open) == 403, role
    assert signed_in(world.outsider).get(f"/posts/{in_open.post.pk}/").status_code == 200


def test_on_a_persons_page_only_that_person_posts_and_pins(world, signed_in):
    page = world.owner.page
    own = create_post(author=world.owner, space=page, body="x")
    told = Told(page, own, None)
    for act in ACTS:
        if act.name in {"publish", "pin", "take down"}:
            assert answered(signed_in(world.owner), act, told) == 303, act.name
            assert answered(signed_in(world.administrator), act, told) == 403, act.name
        if act.name in {"join", "describe", "make stricter", "archive", "add a member"}:
            assert answered(signed_in(world.owner), act, told) == 403, act.name


def test_only_an_owner_decides_what_mails_say_of_a_confidential_space(
    world, in_confidential, signed_in
):
    path = f"/spaces/{in_confidential.space.slug}/mails/"
    for role in ("animator", "member"):
        assert signed_in(world.cast[role]).post(path).status_code == 403, role
    for role in ("outsider", "former_member", "administrator", "leader"):
        assert signed_in(world.cast[role]).post(path).status_code == 404, role
    in_confidential.space.refresh_from_db()
    assert not in_confidential.space.is_quoted_in_mail
    assert signed_in(world.owner).post(path).status_code == 303
    in_confidential.space.refresh_from_db()
    assert in_confidential.space.is_quoted_in_mail
    assert signed_in(world.owner).post(path, DELETE).status_code == 303
    in_confidential.space.refresh_from_db()
    assert not in_confidential.space.is_quoted_in_mail


def test_nobody_opens_a_space_without_having_read_what_will_happen(
    world, in_confidential, signed_in
):
    client = signed_in(world.owner)
    path = f"/spaces/{in_confidential.space.slug}/kind/"
    assert client.post(path, {"kind": "open"}).status_code == 422
    in_confidential.space.refresh_from_db()
    assert in_confidential.space.kind == "confidential"
    assert client.post(path, {"kind": "open", "is_sure": "1"}).status_code == 303
    in_confidential.space.refresh_from_db()
    assert in_confidential.space.kind == "open"


def test_a_form_sets_nothing_that_it_does_not_show(world, in_open, signed_in):
    """What is sent besides the fields of a form is passed over."""
    client = signed_in(world.animator)
    slug = in_open.space.slug
    more = {"kind": "confidential", "slug": "x", "created_by": world.animator.pk, "built_in": "x"}
    client.post(f"/spaces/{slug}/edit/", WORDS | more)
    in_open.space.refresh_from_db()
    assert (in_open.space.kind, in_open.space.slug) == ("open", slug)
    sent = {"body": "x", "author": world.owner.pk, "space": world.confidential.pk, "pinned_at": "1"}
    client.post(f"/spaces/{slug}/posts/", sent)
    written = in_open.space.posts.order_by("-pk").first()
    assert (written.author, written.pinned_at) == (world.animator, None)
    me = {"about": "x", "is_staff": "on", "user": world.owner.pk, "job_title": "PDG", "email": "x"}
    assert client.post("/settings/", me).status_code == 303
    world.animator.refresh_from_db()
    world.animator.profile.refresh_from_db()
    assert (world.animator.is_staff, world.animator.profile.job_title) == (False, "")


def test_one_does_not_give_oneself_a_role(world, in_open, signed_in):
    for role in ("outsider", "member", "administrator"):
        person = world.cast[role]
        path = f"/spaces/{in_open.space.slug}/members/{person.username}/"
        assert signed_in(person).post(path, {"role": "owner"}).status_code == 403
        held = Membership.objects.filter(space=in_open.space, user=person).values_list("role")
        assert ("owner",) not in held


def test_an_answer_joins_a_comment_of_its_own_post(world, in_open, in_confidential, signed_in):
    client = signed_in(world.outsider)
    other = create_post(author=world.owner, space=world.open, body="x")
    comments = f"/posts/{other.pk}/comments/"
    for comment in (in_open.comment, in_confidential.comment):
        assert client.post(comments, {"body": "x", "parent": comment.pk}).status_code == 404
        assert client.get(f"{comments}new/", {"parent": comment.pk}).status_code == 404
    own = {"body": "x", "parent": in_open.comment.pk}
    assert client.post(f"/posts/{in_open.post.pk}/comments/", own).status_code == 303


def test_nothing_happens_to_withdrawn_words(world, in_open, signed_in):
    withdraw_comment(actor=world.animator, comment=in_open.comment)
    pk = in_open.comment.pk
    for role in ("animator", "member"):
        client = signed_in(world.cast[role])
        for part, data in (("reaction/", {"kind": "bravo"}), ("", {"body": "x"}), ("", DELETE)):
            assert client.post(f"/comments/{pk}/{part}", data).status_code == 404
        sent = {"body": "x", "parent": pk}
        assert client.post(f"/posts/{in_open.post.pk}/comments/", sent).status_code == 404
