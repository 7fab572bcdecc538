"""What somebody tries who means harm, with words: markup where none is expected, words written for
fewer that are sent to more, names of those who may not read.
"""

import re

import pytest

from apps.notifications.actions import set_space_level
from apps.notifications.models import Notification
from apps.posts.actions import (
    create_comment,
    create_post,
    invite_guest,
    keep_draft,
    upload_file,
)
from apps.posts.models import Draft, Mention, Post
from apps.posts.presenters.mentions import people_to_name
from apps.profiles.actions import create_unit, update_directory_entry
from apps.spaces.actions import (
    add_member,
    appeal,
    change_kind,
    exclude_person,
    invite_person,
    open_to_unit,
    request_access,
)
from apps.spaces.models import Space
from tests.conftest import make_person
from tests.files.samples import upload
from tests.notifications.conftest import clock, quiet_world
from tests.notifications.pipeline import shown_to

__all__ = ["clock", "quiet_world"]

FRAGMENT = {"hx-request": "true"}
ACTIVE = '"><script>alert(7)</script><img src=x onerror=alert(7)>'


@pytest.fixture
def loud(world, in_confidential):
    """Everything that somebody may type, with active content in it, in the confidential space."""
    told, space = in_confidential, in_confidential.space
    unit = create_unit(name=f"Unité {ACTIVE}"[:120])
    named = make_person(f"Nom {ACTIVE}")
    update_directory_entry(actor=world.administrator, person=named, unit=unit)
    open_to_unit(actor=world.owner, space=space, unit=unit)
    add_member(actor=world.owner, space=space, user=named, role="animator")
    invite_person(actor=world.owner, space=space, user=world.outsider, word=f"Mot {ACTIVE}")
    invite_guest(actor=named, post=told.post, person=world.leader, word=f"Mot {ACTIVE}")
    change_kind(actor=world.owner, space=space, kind=Space.Kind.ON_REQUEST)
    request_access(user=world.communicator, space=space, message=f"Message {ACTIVE}")
    out = exclude_person(actor=world.owner, space=space, user=world.member, reason=ACTIVE, days=7)
    appeal(user=world.member, exclusion=out, text=f"Recours {ACTIVE}")
    change_kind(actor=world.owner, space=space, kind=Space.Kind.CONFIDENTIAL)
    file = upload_file(uploader=named, upload=upload("x.txt"))
    file.file.name = f"nom{ACTIVE}.txt"
    file.file.save()
    create_comment(author=named, post=told.post, body="x", files=[file.file.uuid])
    return told


def test_what_is_typed_is_text_wherever_it_is_shown(loud, world, signed_in):
    slug, pk = loud.space.slug, loud.post.pk
    here = f"/spaces/{slug}"
    pages = {
        "owner": [
            f"{here}/",
            f"{here}/members/",
            f"{here}/members/?add=nom",
            f"{here}/about/",
            f"{here}/journal/",
            f"{here}/readers/",
            f"{here}/requests/",
            f"{here}/invitations/",
            f"{here}/exclusions/",
            f"{here}/mentions/?q=nom",
            f"/posts/{pk}/",
            f"/posts/{pk}/readers/",
            f"/posts/{pk}/guests/",
            f"/posts/{pk}/guests/?q=nom",
            "/people/?q=nom",
            "/search/?q=nom",
            "/search/?q=kind:file%20nom",
            "/notifications/?show=all",
        ],
        "outsider": [f"{here}/", f"{here}/invitation/", "/notifications/?show=all", "/spaces/"],
        "leader": [f"/posts/{pk}/", "/given/", "/notifications/?show=all"],
        "member": [f"{here}/exclusion/", "/notifications/?show=all"],
        "communicator": ["/spaces/", "/notifications/?show=all"],
        "administrator": ["/people/", "/administration/units/", "/administration/people/"],
    }
    escaped = 0
    for role, paths in pages.items():
        client = signed_in(world.cast[role])
        for path in paths:
            for headers in ({}, FRAGMENT):
                said = client.get(path, headers=headers).text
                assert "<script>alert(7)" not in said, path
                assert "<img src=x" not in said, path
                escaped += said.count("alert(7)")
    assert escaped > 30, "the premise: it is shown"


def test_a_reason_for_exceptional_access_is_text(world, in_confidential, signed_in, settings):
    settings.RSN_BREAK_GLASS_APPROVERS = [world.analyst.email]
    asked = {
        "address": in_confidential.space.slug,
        "reason": "security",
        "text": f"Une raison {ACTIVE}",
        "hours": "1",
    }
    client = signed_in(world.administrator)
    assert client.post("/break-glass/", asked).status_code == 303
    for role in ("administrator", "analyst"):
        page = signed_in(world.cast[role]).get("/break-glass/", follow=True)
        assert "<script>alert(7)" not in page.text
    (pk,) = re.findall(r"/break-glass/(\d+)/", client.get("/break-glass/").text)[:1]
    page = signed_in(world.analyst).get(f"/break-glass/{pk}/").text
    assert "alert(7)" in page
    assert "<script>alert(7)" not in page


def test_words_written_for_fewer_are_not_published_for_more(world, signed_in):
    """The private flag ignored on submit: between the form and its sending the space was opened.
    With what the form says of whom it was for, nothing is published, and the words come back."""
    space, client = world.on_request, signed_in(world.member)
    path = f"/spaces/{space.slug}/posts/"
    shown = client.get(path).text
    (told,) = re.findall(r'name="written_for" value="(\w+)"', shown)
    draft = keep_draft(author=world.member, space=space, body="Brouillon entre nous")
    change_kind(actor=world.owner, space=space, kind=Space.Kind.OPEN)
    for more in ({}, {"publish_at": "2100-01-01T09:00"}, {"is_announcement": ""}):
        for headers in ({}, FRAGMENT):
            sent = {"body": "Entre nous", "written_for": told, **more}
            answer = client.post(path, sent, headers=headers)
            assert answer.status_code == 422
            assert "Entre nous" in answer.text
    assert client.post(f"/drafts/{draft.pk}/publication/").status_code == 303
    assert not Post.objects.filter(space=space).exists()
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_a_kind_that_is_none_of_ours_is_no_way_around_it(world, signed_in):
    client = signed_in(world.member)
    for kind in ("x", "OPEN", "'", "открыто"):
        path = f"/spaces/{world.confidential.slug}/posts/"
        status = client.post(path, {"body": "x", "written_for": kind}).status_code
        assert status in (303, 422)
    assert not Post.objects.filter(space=world.open).exists()


def test_naming_somebody_who_does_not_read_tells_them_nothing(quiet_world, clock, signed_in):
    """In a confidential space, and in a conversation kept for who read before an opening."""
    world = quiet_world
    out = world.outsider
    post = create_post(author=world.owner, space=world.confidential, body="Bonjour")
    claim = f'<p><a class="mention" data-person="{out.pk}" href="/people/x/">@x</a></p>'
    create_comment(author=world.member, post=post, body=f"{claim}@{out.username}")
    assert not Mention.objects.exists()
    change_kind(actor=world.owner, space=world.confidential, kind=Space.Kind.OPEN)
    set_space_level(person=out, space=world.confidential, level="close")
    post = Post.objects.get(pk=post.pk)
    create_comment(author=world.member, post=post, body=f"{claim}@{out.username}")
    clock.undo_window()
    assert "mentioned" not in shown_to(out)
    assert not Notification.objects.filter(person=out, post=post).exists()


def test_names_are_offered_only_of_who_reads(world, in_confidential):
    names = [option.name for option in people_to_name(world.owner, in_confidential.space, "o")]
    assert "Oscar Outsider" not in names
    invite_person(actor=world.owner, space=in_confidential.space, user=world.outsider)
    invite_guest(actor=world.owner, post=in_confidential.post, person=world.leader)
    for text in ("osc", "lau"):
        assert not list(people_to_name(world.owner, in_confidential.space, text))
