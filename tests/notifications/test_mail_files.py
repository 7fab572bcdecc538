"""Of files a mail says the names, where it may say the words they stand with."""

from apps.files.actions import settle_file
from apps.posts.actions import create_comment, create_post, upload_file
from tests.files import samples
from tests.mailservers import mail_server
from tests.notifications.test_mail_letters import post_office

__all__ = ["mail_server", "post_office"]


def answer_with_a_file(world, space) -> None:
    sent = [
        upload_file(uploader=world.animator, upload=samples.upload(name))
        for name in ("releve.txt", "suite.txt", "en-cours.txt")
    ]
    for attachment in sent[:2]:
        settle_file(attachment.file_id)
    post = create_post(author=world.member, space=space, title="Quartz day", body="What day?")
    files = [attachment.file.uuid for attachment in sent]
    create_comment(author=world.animator, post=post, body="Xylophone on Tuesday", files=files)


def test_the_names_of_files_are_said(quiet_world, post_office):
    answer_with_a_file(quiet_world, quiet_world.on_request)
    (mail,) = post_office()
    assert "Xylophone on Tuesday" in mail.text
    assert "releve.txt" in mail.text
    assert "suite.txt" in mail.text
    assert "en-cours.txt" not in mail.text, "not checked yet"


def test_of_a_confidential_space_they_are_not(quiet_world, post_office):
    answer_with_a_file(quiet_world, quiet_world.confidential)
    (mail,) = post_office()
    for secret in ("Xylophone", "releve", "suite.txt"):
        assert secret not in mail.text
