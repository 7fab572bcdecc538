"""Administrators run the system: nothing of theirs says what they may not read."""

import pytest

from apps.spaces.models import Space


@pytest.fixture
def asked(world, in_confidential, signed_in):
    return signed_in(world.administrator)


@pytest.mark.parametrize(
    "filter_",
    [
        "posts={post}",
        "comments={comment}",
        "memberships={membership}",
        "memberships__space={space}",
        "posts__title__startswith=P",
        "password__startswith=pbkdf2",
        "password__isnull=0",
    ],
)
def test_people_are_not_filtered_by_what_they_wrote_or_by_their_password(
    filter_, asked, world, in_confidential
):
    told = in_confidential
    numbers = {
        "post": told.post.pk,
        "comment": told.comment.pk,
        "space": told.space.pk,
        "membership": told.space.memberships.first().pk,
    }
    answer = asked.get("/admin/profiles/user/?" + filter_.format(**numbers))
    assert answer.status_code == 400


def test_the_filters_that_are_shown_work(asked, world):
    people = asked.get("/admin/profiles/user/?is_leader__exact=1").content.decode()
    assert world.leader.email in people
    assert world.owner.email not in people
    assert asked.get("/admin/spaces/space/?purpose__exact=practice").status_code == 200
    assert asked.get("/admin/profiles/unit/?kind__exact=site").status_code == 200
    assert asked.get("/admin/profiles/user/?posts=1&e=1").status_code == 400


def test_confidential_spaces_do_not_exist_for_the_administration(asked, in_confidential):
    known = asked.get("/admin/spaces/space/").content.decode()
    for space in Space.objects.communities():
        assert (space.name in known) == (space.kind != Space.Kind.CONFIDENTIAL), space.name
    pk = in_confidential.space.pk
    for page in ("change", "history"):
        hidden, absent = (
            asked.get(f"/admin/spaces/space/{number}/{page}/") for number in (pk, 99999999)
        )
        assert hidden.status_code == absent.status_code == 302
        assert hidden["Location"] == absent["Location"]


def test_only_administrators_come_in(world, signed_in):
    for role, person in world.cast.items():
        for path in ("/admin/", "/admin/spaces/space/", "/admin/profiles/user/"):
            status = signed_in(person).get(path).status_code
            assert (status == 200) == (role == "administrator"), (role, path)


def test_nobody_is_given_another_mailbox_without_hearing_of_it(
    asked, world, mailoutbox, work_done_at_once
):
    """With a mailbox of one's own one would be another person: their spaces, their voice."""
    person, before = world.member, world.member.email
    changed = {"display_name": person.display_name, "email": "adam@example.test", "language": ""}
    answer = asked.post(f"/admin/profiles/user/{person.pk}/change/", changed)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.email == "adam@example.test"
    (mail,) = mailoutbox
    assert mail.to == [before]
    assert "adam@example.test" in mail.body
