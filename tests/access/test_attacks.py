"""What somebody tries who means harm, each named for the class of flaw that other products had:
roles, people, files, what a unit still reads.

Also: tests/files/test_forms.py (files), test_bad_input.py (markup), test_attacks_with_words.py,
test_attacks_on_addresses.py, test_attacks_on_the_journal.py, and for what would fetch internal
addresses tests/architecture/test_no_fetching.py.
"""

import pytest
from django.utils import timezone

from apps.posts.actions import (
    keep_draft,
    publish_draft,
    upload_file,
)
from apps.posts.models import Attachment, Comment, Guest, Post, PostGrant
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import (
    change_grid,
    change_kind,
    exclude_person,
    invite_person,
    open_to_unit,
    request_access,
)
from apps.spaces.models import (
    Exclusion,
    Invitation,
    JoinRequest,
    Membership,
    Space,
    SpaceGrant,
    SpaceUnitGrant,
)
from tests.access.doors import ANSWER, BODY, NAME, TITLE
from tests.access.test_doors import found
from tests.conftest import make_space
from tests.files.samples import upload

DELETE = {"_method": "DELETE"}


@pytest.mark.parametrize("role", ["member", "animator", "outsider", "administrator"])
def test_a_role_one_may_not_give_is_not_given_by_fields_nobody_asked_for(
    role, world, in_confidential, signed_in
):
    """Mass assignment: a role, a state, an owner, beside what the form has."""
    space, client = in_confidential.space, signed_in(world.cast[role])
    more = {"role": "owner", "state": "accepted", "user": world.cast[role].pk, "is_staff": "on"}
    here = f"/spaces/{space.slug}"
    for path, data in (
        (f"{here}/invitations/", {"username": world.leader.username}),
        (f"{here}/invitations/", {"addresses": world.leader.email}),
        (f"{here}/invitation/", {"answer": "accept"}),
        (f"{here}/request/", {"message": "x"}),
        (f"{here}/membership/", {}),
        (f"{here}/members/{world.cast[role].username}/", {}),
        (f"{here}/members/{world.leader.username}/", {}),
        (f"{here}/offer/", {}),
        (f"{here}/permissions/", {"delete_space": "member", "manage_members": "member"}),
        (f"{here}/units/", {"unit": "x"}),
    ):
        client.post(path, {**more, **data})
    owners = Membership.objects.filter(space=space, role="owner")
    assert list(owners.values_list("user", flat=True)) == [world.owner.pk]
    assert not Invitation.objects.exclude(role="member").exists()
    held = SpaceGrant.objects.filter(content_object=space, permission__codename="delete_space")
    assert list(held.values_list("user", flat=True)) == [world.owner.pk]
    space.refresh_from_db()
    assert not space.grid


def test_the_grid_gives_nobody_what_it_does_not_list(world, in_confidential, signed_in):
    """An owner too cannot hand members what runs the space."""
    path = f"/spaces/{in_confidential.space.slug}/permissions/"
    for codename in ("delete_space", "manage_members", "change_space", "view_space"):
        signed_in(world.owner).post(path, {codename: "member"})
        assert not in_confidential.space.grid
        in_confidential.space.refresh_from_db()
        assert codename not in in_confidential.space.grid
    held = SpaceGrant.objects.filter(user=world.member, content_object=in_confidential.space)
    names = set(held.values_list("permission__codename", flat=True))
    assert not names & {"delete_space", "manage_members", "change_space"}


@pytest.mark.parametrize("role", ["member", "outsider", "former_member", "administrator"])
def test_nobody_adds_people_to_a_space_they_do_not_run(role, world, in_confidential, signed_in):
    space, client = in_confidential.space, signed_in(world.cast[role])
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=world.cast[role], unit=unit)
    here = f"/spaces/{space.slug}"
    before = rows(space)
    for path, data in (
        (f"{here}/members/{world.leader.username}/", {"role": "member"}),
        (f"{here}/invitations/", {"username": world.leader.username}),
        (f"{here}/invitations/", {"unit": unit.slug}),
        (f"{here}/invitations/", {"addresses": world.leader.email}),
        (f"{here}/units/", {"unit": unit.slug}),
        (f"{here}/members/{world.animator.username}/exclusion/", {"reason": "x", "days": "7"}),
        (f"{here}/members/{world.animator.username}/", DELETE),
        (f"/posts/{in_confidential.post.pk}/guests/", {"person": world.leader.username}),
    ):
        assert client.post(path, data).status_code in (403, 404), path
    assert rows(space) == before


def rows(space: Space) -> list[int]:
    """How many of everything that lets somebody read, or keeps somebody out."""
    return [
        Membership.objects.filter(space=space).count(),
        SpaceGrant.objects.filter(content_object=space).count(),
        SpaceUnitGrant.objects.filter(content_object=space).count(),
        Invitation.objects.filter(space=space).count(),
        Exclusion.objects.filter(space=space).count(),
        Guest.objects.filter(post__space=space).count(),
        PostGrant.objects.filter(content_object__space=space).count(),
    ]


def test_what_belongs_to_another_space_is_not_answered_through_ones_own(
    world, in_confidential, signed_in
):
    """An id in the address of a space one runs, of a row of a space one does not."""
    mine = world.open
    outsider = world.outsider
    own = add_own_space(outsider)
    asked = request_access(user=world.leader, space=world.on_request)
    invite_person(actor=world.owner, space=in_confidential.space, user=world.leader)
    invitation = Invitation.objects.get(user=world.leader)
    out = exclude_person(actor=world.owner, space=mine, user=world.communicator, reason="x")
    client = signed_in(outsider)
    here = f"/spaces/{own.slug}"
    for path, data in (
        (f"{here}/requests/{asked.pk}/", {"answer": "accept"}),
        (f"{here}/invitations/{invitation.pk}/", DELETE),
        (f"{here}/exclusions/{out.pk}/", DELETE),
        (f"{here}/exclusions/{out.pk}/", {"decision": "lift", "word": "x"}),
    ):
        assert client.post(path, data).status_code == 404, path
    assert JoinRequest.objects.get(pk=asked.pk).state == "waiting"
    assert Invitation.objects.get(pk=invitation.pk).state == "waiting"
    assert Exclusion.objects.get(pk=out.pk).ended_at is None


def add_own_space(owner) -> Space:
    return make_space(owner, kind=Space.Kind.CONFIDENTIAL, name="À moi")


@pytest.mark.parametrize("role", ["member", "outsider", "administrator"])
def test_the_file_of_another_is_neither_attached_nor_taken_off_nor_removed(
    role, world, in_confidential, signed_in
):
    told, client = in_confidential, signed_in(world.cast[role])
    loose = upload_file(uploader=world.owner, upload=upload("a.txt"))
    standing = upload_file(uploader=world.owner, upload=upload("b.txt"))
    draft = keep_draft(author=world.owner, space=told.space, body="x", files=[standing.file.uuid])
    for attachment in (loose, standing):
        url = f"/files/{attachment.file.uuid}/"
        assert client.post(url, DELETE).status_code == 404
        words = {"body": "x", "files": [str(attachment.file.uuid)]}
        assert client.post("/settings/", words).status_code in (303, 422)
        for path in (f"/spaces/{world.open.slug}/posts/", f"/posts/{told.post.pk}/comments/"):
            assert client.post(path, words).status_code in (404, 422), path
    assert client.post(f"/drafts/{draft.pk}/", {"body": "y", "files": [""]}).status_code == 404
    assert Attachment.objects.get(pk=standing.pk).draft == draft
    assert Attachment.objects.get(pk=loose.pk).post is None


def test_what_was_closed_to_somebody_is_not_opened_to_them_by_their_unit(
    world, in_confidential, signed_in
):
    """Excluded while it was closed: what is kept at an opening is kept for its readers."""
    told, person = in_confidential, world.outsider
    unit = create_unit(name="Atelier")
    update_directory_entry(actor=world.administrator, person=person, unit=unit)
    open_to_unit(actor=world.owner, space=told.space, unit=unit)
    out = exclude_person(actor=world.owner, space=told.space, user=person, reason="x")
    client = signed_in(person)
    assert client.get(f"/posts/{told.post.pk}/").status_code == 404
    space = change_kind(actor=world.owner, space=told.space, kind=Space.Kind.OPEN)
    post = Post.objects.get(pk=told.post.pk)
    assert post.circle is not None
    for path in (f"/posts/{post.pk}/", f"/comments/{told.comment.pk}/"):
        assert client.get(path).status_code == 404
    for path in ("/", f"/spaces/{space.slug}/", f"/search/?q={TITLE[:4]}"):
        assert not found(client.get(path).text) & {BODY, ANSWER}, path
    assert not post.readers().contains(person)
    assert not Post.objects.in_readable_spaces(person).contains(post)
    Exclusion.objects.filter(pk=out.pk).update(ended_at=timezone.now())
    assert Post.objects.visible_to(person).contains(post)
    assert post.readers().contains(person)


def test_the_grid_is_asked_when_it_is_sent(world, in_open, signed_in):
    """A permission withdrawn between the form and its sending."""
    client = signed_in(world.member)
    space = in_open.space
    assert client.get(f"/spaces/{space.slug}/posts/").status_code == 200
    change_grid(actor=world.owner, space=space, post_in_space="animator")
    change_grid(actor=world.owner, space=space, comment_in_space="animator")
    for path in (f"/spaces/{space.slug}/posts/", f"/posts/{in_open.post.pk}/comments/"):
        assert client.post(path, {"body": "x"}).status_code == 403
    assert not Comment.objects.filter(author=world.member).exists()


def test_a_draft_of_another_is_not_published(world, in_confidential, signed_in):
    draft = keep_draft(author=world.owner, space=in_confidential.space, body=NAME)
    for role in ("member", "administrator", "outsider"):
        client = signed_in(world.cast[role])
        for path in ("", "publication/", "readers/"):
            for method in ("get", "post"):
                answer = getattr(client, method)(f"/drafts/{draft.pk}/{path}", {"body": "x"})
                assert answer.status_code in (404, 405)
    assert publish_draft(actor=world.owner, draft=draft)
