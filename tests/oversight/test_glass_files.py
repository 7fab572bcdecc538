"""Files of the space, by exceptional access: through its own door, each in the journal."""

import pytest

from apps.files.actions import settle_file
from apps.oversight.actions import end_access
from apps.posts.actions import create_post, upload_file
from apps.spaces.models import JournalEntry
from tests.files.samples import upload


@pytest.fixture
def filed(world, settings, tmp_path, django_capture_on_commit_callbacks):
    """A file of a post of the confidential space, and one of another's."""
    settings.MEDIA_ROOT = tmp_path

    def post_with_file(space):
        attachment = upload_file(uploader=world.owner, upload=upload("plan.txt"))
        with django_capture_on_commit_callbacks(execute=True):
            settle_file(attachment.file_id)
        uuid = attachment.file.uuid
        create_post(author=world.owner, space=space, body="<p>albatros</p>", files=[uuid])
        return uuid

    return post_with_file(world.confidential), post_with_file(world.on_request)


def test_a_file_is_given_and_written_down_once(world, filed, opened, signed_in, approver):
    inside, outside = filed
    access = opened()
    client = signed_in(world.administrator)
    room = f"/break-glass/{access.pk}/"
    path = f"{room}files/{inside}/"
    assert path in client.get(room).content.decode()
    for asked in ({}, {"range": "bytes=0-3"}):
        assert client.get(path, headers=asked).status_code in (200, 206)
    read = JournalEntry.objects.filter(detail={"access": access.pk, "file": str(inside)})
    assert read.count() == 1
    assert client.get(f"{room}files/{outside}/").status_code == 404
    assert client.get(f"/files/{inside}/").status_code == 404
    for person in (world.member, world.owner, approver):
        assert signed_in(person).get(path).status_code == 404
    end_access(actor=world.administrator, access=access)
    assert client.get(path).status_code == 404
