"""Who is given a file, beyond members: guests, units, and the readers of before an opening."""

from apps.posts.actions import create_comment, create_post, end_guest, invite_guest
from apps.posts.models import Attachment
from apps.profiles.actions import create_unit
from apps.search.find import find, parse
from apps.spaces.actions import change_kind, join_space, open_to_unit
from apps.spaces.models import Space
from tests.conftest import make_person
from tests.files import samples


def found(person) -> list[str]:
    sections = find(person, parse("kind:file plan")).sections
    return [item.file.name for section in sections for item in section.items]


def said_with_files(world, send):
    """A post of the owner and the member's answer, each with a file; and a post given to nobody."""
    files = [
        send(world.owner, samples.upload("plan-a.txt")),
        send(world.member, samples.upload("plan-b.txt")),
        send(world.owner, samples.upload("plan-c.txt")),
    ]
    uuids = [attachment.file.uuid for attachment in files]
    space = world.confidential
    post = create_post(author=world.owner, space=space, body="x", files=uuids[:1])
    create_comment(author=world.member, post=post, body="y", files=uuids[1:2])
    create_post(author=world.owner, space=space, body="z", files=uuids[2:])
    return post, [attachment.get_absolute_url() for attachment in files]


def statuses(client, urls) -> list[int]:
    return [client.get(url).status_code for url in urls]


def test_a_guest_of_one_post_is_given_its_files_and_no_other(world, send, signed_in):
    post, urls = said_with_files(world, send)
    client = signed_in(world.outsider)
    assert statuses(client, urls) == [404, 404, 404]
    guest = invite_guest(actor=world.owner, post=post, person=world.outsider)
    assert statuses(client, urls) == [200, 200, 404]
    assert found(world.outsider) == [], "a list names no space that one does not read"
    assert found(world.member) == ["plan-c.txt", "plan-b.txt", "plan-a.txt"]
    end_guest(actor=world.owner, guest=guest)
    assert statuses(client, urls) == [404, 404, 404]


def test_who_reads_by_their_unit_is_given_files(world, send, signed_in):
    unit = create_unit(name="Atelier")
    colleague = make_person("Ursule Unit", unit=unit)
    _post, urls = said_with_files(world, send)
    assert statuses(signed_in(colleague), urls) == [404, 404, 404]
    open_to_unit(actor=world.owner, space=world.confidential, unit=unit)
    assert statuses(signed_in(colleague), urls) == [200, 200, 200]


def test_what_was_attached_before_an_opening_stays_with_its_readers(world, send, signed_in):
    _post, urls = said_with_files(world, send)
    space = change_kind(actor=world.owner, space=world.confidential, kind=Space.Kind.OPEN)
    join_space(user=world.outsider, space=space)
    assert statuses(signed_in(world.outsider), urls) == [404, 404, 404]
    assert found(world.outsider) == []
    assert statuses(signed_in(world.member), urls) == [200, 200, 200]
    new = send(world.owner, samples.upload("plan-d.txt"))
    create_post(author=world.owner, space=space, body="x", files=[new.file.uuid])
    assert signed_in(world.outsider).get(new.get_absolute_url()).status_code == 200


def test_who_left_is_given_nothing_not_even_their_own(world, send, signed_in):
    """What one attached belongs to the words, and these to their space."""
    sent = send(world.former_member, samples.upload("plan.txt"))
    post = create_post(author=world.owner, space=world.confidential, body="x")
    Attachment.objects.filter(pk=sent.pk).update(post=post)
    assert signed_in(world.former_member).get(sent.get_absolute_url()).status_code == 404
