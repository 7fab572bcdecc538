"""Nobody is given a file before the scanner has seen it, nor one that it found harmful."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from apps.files import storage
from apps.files.actions import settle_file, waiting_files
from apps.files.scanning import ScannerAway
from apps.posts.actions import create_post
from tests.files import samples
from tests.files.clamd import MOST, SIGN, clamd


@pytest.fixture
def scanner(settings):
    with clamd() as server:
        settings.RSN_CLAMD_ADDRESS = server.address
        yield server


def test_the_scanner_is_given_every_byte_as_it_was_sent(person, send, scanner):
    content = samples.MP4 * 12
    file = send(person(), samples.upload("film.mp4", content)).file
    assert scanner.received == [content]
    assert file.state == "ready"


def test_an_infected_file_is_a_sentence_and_its_bytes_are_gone(world, send, scanner, signed_in):
    attachment = send(world.owner, samples.upload("virus.txt", b"x" * 100 + SIGN), settled=False)
    create_post(
        author=world.owner, space=world.confidential, body="Voici", files=[attachment.file.uuid]
    )
    settle_file(attachment.file_id)
    attachment.file.refresh_from_db()
    assert (attachment.file.state, attachment.file.refusal) == ("refused", "infected")
    for person in (world.owner, world.member):
        for method in ("get", "head"):
            answer = getattr(signed_in(person), method)(attachment.get_absolute_url())
            assert answer.status_code == 403
            assert SIGN not in answer.content


def test_the_bytes_of_an_infected_file_are_gone(
    person, send, scanner, django_capture_on_commit_callbacks
):
    file = send(person(), samples.upload("virus.txt", SIGN)).file
    with pytest.raises(FileNotFoundError):
        storage.opened(file.stored_as)


def test_beyond_the_limit_of_the_scanner_a_file_is_refused(person, send, scanner):
    file = send(person(), samples.upload("long.txt", b"x" * (MOST + 200_000))).file
    assert (file.state, file.refusal) == ("refused", "unscannable")


@pytest.mark.parametrize("says", [b"", b"stream: Can't allocate memory ERROR", b"nonsense"])
def test_without_an_answer_it_waits(world, send, settings, signed_in, says):
    if says:
        with clamd(says) as server:
            settings.RSN_CLAMD_ADDRESS = server.address
            attachment = _sent_in_vain(world, send)
    else:
        settings.RSN_CLAMD_ADDRESS = "tcp://127.0.0.1:9"
        attachment = _sent_in_vain(world, send)
    attachment.file.refresh_from_db()
    assert attachment.file.state == "scanning"
    assert signed_in(world.owner).get(attachment.get_absolute_url()).status_code == 403
    settings.RSN_CLAMD_ADDRESS = ""
    settle_file(attachment.file_id)
    assert signed_in(world.owner).get(attachment.get_absolute_url()).status_code == 200


def _sent_in_vain(world, send):
    attachment = send(world.owner, samples.upload("note.txt"), settled=False)
    with pytest.raises(ScannerAway):
        settle_file(attachment.file_id)
    return attachment


def test_what_the_queue_lost_is_found(person, send):
    attachment = send(person(), samples.picture(), settled=False)
    wait = timedelta(minutes=2)
    assert waiting_files(older_than=wait, most=10) == []
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=3)):
        assert waiting_files(older_than=wait, most=10) == [attachment.file_id]
    settle_file(attachment.file_id)
    assert waiting_files(older_than=wait, most=10) == []


def test_settling_twice_settles_once(person, send):
    attachment = send(person(), samples.picture())
    settle_file(attachment.file_id)
    assert attachment.file.renditions.count() == 6
