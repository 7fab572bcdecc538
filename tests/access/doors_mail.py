"""Mail: what leaves for somebody, what comes of their answer, and the links in it.

Everybody has an envelope about what was said, also who may not read it: what a mistake in telling,
or access lost a moment ago, would leave behind.
"""

from email.message import EmailMessage

from django.conf import settings
from django.core import mail
from django.test import Client, override_settings

from apps.accounts.actions import confirm_email
from apps.mailing.composing import message_of
from apps.mailing.intake import Arrival
from apps.notifications.mails import letter_of
from apps.notifications.mails.unsubscribing import unsubscribe_url
from apps.notifications.models import Delivery, Envelope, Notification
from apps.notifications.replies.addresses import reply_address
from apps.notifications.replies.taking import take_reply
from apps.profiles.models import User
from apps.spaces.models import Space
from tests.access.doors import ANSWER, NAME, TITLE, Door, Told, get
from tests.access.doors_notifications import have_been_told

ANSWERED_BY_MAIL = override_settings(RSN_REPLY_ADDRESS="reply@aubrac.example")


def _person(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def _whole(client: Client, told: Told, subject: str) -> str:
    """The mail that would leave for this person now, headers and all."""
    person = _person(client)
    if person is None:
        return "404 nobody"
    have_been_told(told)
    envelope = Envelope.objects.create(
        person=person, channel="mail", subject=subject, message_id="x@y"
    )
    for row in Notification.objects.filter(person=person):
        values = {"person": person, "ready_at": row.due_at, "due_at": row.due_at}
        kept = {"envelope": envelope, **values}
        Delivery.objects.update_or_create(notification=row, channel="mail", defaults=kept)
    with ANSWERED_BY_MAIL:
        letter = letter_of(envelope)
    if letter is None:
        return "404 no mail"
    message = message_of(letter)
    parts = [message.subject, *message.extra_headers.values(), *message.reply_to]
    return "200 " + "\n".join([*parts, message.body, message.alternatives[0].content])


def _mail(client: Client, told: Told) -> str:
    return _whole(client, told, f"post.{told.post.pk}")


def _gathered(client: Client, told: Told) -> str:
    return _whole(client, told, "")


def _quoting(client: Client, told: Told) -> str:
    Space.objects.filter(pk=told.space.pk).update(allows_content_in_mail=True)
    return _mail(client, told)


@ANSWERED_BY_MAIL
def _answer(client: Client, told: Told) -> str:
    """What a person hears who answers with a token of their own, however they came by it."""
    person = _person(client)
    if person is None:
        return "404 nobody"
    Space.objects.filter(pk=told.space.pk).update(allows_content_in_mail=True)
    confirm_email(person)
    address = reply_address(person_id=person.pk, post_id=told.post.pk, parent_id=told.comment.pk)
    message = EmailMessage()
    message["From"], message["Message-ID"] = person.email, f"<{person.pk}@x.example>"
    message.set_content("Words of mine")
    mail.outbox.clear()
    outcome = take_reply(Arrival(person.email, address, message.as_bytes()))
    back = [f"{sent.subject} {sent.body} {sent.alternatives[0].content}" for sent in mail.outbox]
    return " ".join(["200" if outcome == "taken" else "404", *back])


def _unsubscribe(client: Client, told: Told) -> str:
    person = _person(client) or told.post.author
    path = unsubscribe_url(person, ["answered"]).removeprefix(settings.BASE_URL)
    said = get(lambda _told: path)(client, told)
    return said if _person(client) else f"404 {said}"


DOORS = [
    Door("mail", _mail, is_inside=False),
    Door("mail of what waited", _gathered, is_inside=False),
    Door("mail that quotes", _quoting, (NAME, TITLE, ANSWER), is_inside=False),
    Door("answer by mail", _answer, ("200",), is_inside=False),
    Door("page that ends mails", _unsubscribe, is_inside=False),
]
