"""Files and words: whose they are, where they stand, and when they go."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.files import storage
from apps.files.models import StoredFile
from apps.posts.actions import (
    create_comment,
    create_post,
    edit_comment,
    edit_draft,
    edit_post,
    keep_draft,
    publish_draft,
    remove_forgotten_files,
    throw_draft_away,
    throw_file_away,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.actions.files import MOST_FILES, MOST_LOOSE
from apps.posts.models import Attachment
from tests.files import samples


def names(**where) -> list[str]:
    return [a.file.name for a in Attachment.objects.filter(**where).in_order()]


def later(**ago: int):
    return time_machine.travel(datetime.now(UTC) + timedelta(**ago))


@pytest.fixture
def text(world, send):
    """A small file of this person: `text(person, "a.txt")`."""

    def sent(uploader, name="a.txt"):
        return send(uploader, samples.upload(name)).file.uuid

    return sent


def test_files_stand_in_the_order_given(world, text):
    files = [text(world.owner, f"{n}.txt") for n in range(3)]
    post = create_post(
        author=world.owner, space=world.open, body="x", files=[files[2], files[0], files[1]]
    )
    assert names(post=post) == ["2.txt", "0.txt", "1.txt"]
    edit_post(actor=world.owner, post=post, body="y")
    assert names(post=post) == ["2.txt", "0.txt", "1.txt"], "without files they stay"
    edit_post(actor=world.owner, post=post, body="y", files=[files[1]])
    assert names(post=post) == ["1.txt"]
    edit_post(actor=world.owner, post=post, body="y", files=[])
    assert names(post=post) == []


def test_nobody_attaches_what_is_not_theirs(world, text):
    """A foreign file, one that stands elsewhere, one that is not there: the same sentence."""
    foreign = text(world.member)
    used = text(world.owner)
    create_post(author=world.owner, space=world.open, body="x", files=[used])
    in_draft = text(world.owner)
    keep_draft(author=world.owner, space=world.open, body="x", files=[in_draft])
    said = set()
    for uuid in (foreign, used, in_draft, uuid4()):
        for act in (
            lambda files: create_post(author=world.owner, space=world.open, body="x", files=files),
            lambda files: keep_draft(author=world.owner, space=world.open, body="x", files=files),
        ):
            with pytest.raises(InvalidInput) as refused:
                act([uuid])
            said.add((refused.value.field, refused.value.message))
    assert len(said) == 1
    post = create_post(author=world.owner, space=world.open, body="x")
    answer = create_comment(author=world.owner, post=post, body="x")
    for act in (
        lambda: edit_post(actor=world.owner, post=post, body="x", files=[foreign]),
        lambda: edit_comment(actor=world.owner, comment=answer, body="x", files=[foreign]),
        lambda: create_comment(author=world.owner, post=post, body="x", files=[foreign]),
    ):
        with pytest.raises(InvalidInput):
            act()
    assert names(file__uploader=world.member, post=None, comment=None) == ["a.txt"]


def test_a_text_has_at_most_so_many(world, text):
    with pytest.raises(InvalidInput, match=str(MOST_FILES)):
        create_post(
            author=world.owner,
            space=world.open,
            body="x",
            files=[text(world.owner) for _ in range(MOST_FILES + 1)],
        )


def test_only_its_sender_throws_a_file_away_and_only_while_it_is_loose(world, send):
    loose = send(world.owner, samples.upload("a.txt"))
    with pytest.raises(Refused):
        throw_file_away(actor=world.member, attachment=loose)
    throw_file_away(actor=world.owner, attachment=loose)
    assert not StoredFile.objects.filter(pk=loose.file_id).exists()
    with pytest.raises(FileNotFoundError):
        storage.opened(loose.file.stored_as)
    used = send(world.owner, samples.upload("b.txt"))
    create_post(author=world.owner, space=world.open, body="x", files=[used.file.uuid])
    used.refresh_from_db()
    with pytest.raises(Refused):
        throw_file_away(actor=world.owner, attachment=used)


def test_a_draft_keeps_its_files_and_hands_them_over(world, text, signed_in):
    files = [text(world.owner, "a.txt"), text(world.owner, "b.txt")]
    draft = keep_draft(author=world.owner, space=world.confidential, body="x", files=files)
    with later(days=3):
        remove_forgotten_files()
    assert names(draft=draft) == ["a.txt", "b.txt"]
    url = f"/files/{files[0]}/"
    assert signed_in(world.owner).get(url).status_code == 200
    assert signed_in(world.member).get(url).status_code == 404
    edit_draft(actor=world.owner, draft=draft, body="x", files=files[::-1])
    post = publish_draft(actor=world.owner, draft=draft)
    assert names(post=post) == ["b.txt", "a.txt"]
    assert signed_in(world.member).get(url).status_code == 200


def test_what_is_not_used_goes_after_a_day(world, send, text):
    unused = send(world.owner, samples.picture())
    used = text(world.owner)
    create_post(author=world.owner, space=world.open, body="x", files=[used])
    thrown = keep_draft(author=world.owner, space=world.open, body="x", files=[text(world.owner)])
    throw_draft_away(actor=world.owner, draft=thrown)
    with later(hours=23):
        assert remove_forgotten_files() == 0
    with later(hours=25):
        assert remove_forgotten_files() == 2
    assert [str(uuid) for uuid in StoredFile.objects.values_list("uuid", flat=True)] == [str(used)]
    with pytest.raises(FileNotFoundError):
        storage.opened(unused.file.stored_as)


def test_what_is_taken_off_has_a_day_again(world, text):
    file = text(world.owner)
    post = create_post(author=world.owner, space=world.open, body="x", files=[file])
    with later(days=30):
        edit_post(actor=world.owner, post=post, body="x", files=[])
        assert remove_forgotten_files() == 0
        edit_post(actor=world.owner, post=post, body="x", files=[file])
    assert names(post=post) == ["a.txt"]


def test_the_bytes_of_withdrawn_words_go(world, text):
    said = create_post(
        author=world.owner, space=world.open, body="x", files=[text(world.owner, "post.txt")]
    )
    other = create_post(author=world.owner, space=world.open, body="x")
    answers = [
        create_comment(author=world.member, post=post, body="x", files=[text(world.member, name)])
        for post, name in ((said, "under.txt"), (other, "comment.txt"), (other, "stays.txt"))
    ]
    withdraw_post(actor=world.owner, post=said)
    withdraw_comment(actor=world.member, comment=answers[1])
    assert remove_forgotten_files() == 0
    with later(hours=2):
        assert remove_forgotten_files() == 3
    assert names() == ["stays.txt"]


def test_a_file_whose_words_are_deleted_goes(world, text):
    """As with a space that is deleted: the rows of its posts go, and those of attachments."""
    file = text(world.owner)
    create_post(author=world.owner, space=world.open, body="x", files=[file]).delete()
    stored = StoredFile.objects.get(uuid=file)
    with later(days=2):
        assert remove_forgotten_files() == 1
    with pytest.raises(FileNotFoundError):
        storage.opened(stored.stored_as)


def test_one_person_does_not_fill_the_disk(world, send):
    rows = StoredFile.objects.bulk_create(
        StoredFile(uploader=world.owner, name="a", mime="text/plain", family="document", size=1)
        for _ in range(MOST_LOOSE)
    )
    Attachment.objects.bulk_create(Attachment(file=row) for row in rows)
    with pytest.raises(InvalidInput, match="did not use"):
        send(world.owner, samples.upload("a.txt"))
    send(world.member, samples.upload("a.txt"))
