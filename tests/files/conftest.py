import pytest
from django.utils.translation import override

from apps.files.actions import settle_file
from apps.posts.actions import upload_file


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Bytes of a test are not those of another."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared as the source has them."""
    with override("en"):
        yield


@pytest.fixture
def send(django_capture_on_commit_callbacks):
    """A file of this person, settled, in nobody's words yet: `send(person, picture())`."""

    def sent(uploader, upload, *, settled: bool = True, **more):
        attachment = upload_file(uploader=uploader, upload=upload, **more)
        if settled:
            with django_capture_on_commit_callbacks(execute=True):
                settle_file(attachment.file_id)
            attachment.file.refresh_from_db()
        return attachment

    return sent
