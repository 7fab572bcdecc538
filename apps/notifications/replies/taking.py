"""An answer by mail becomes a comment, or does not; whatever comes of it is decided here."""

from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.counting import at_most
from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.core.html import clean_text, from_text
from apps.mailing.intake import Arrival, takes_mail
from apps.notifications.replies.addresses import ReplyTo, read_token, token_in
from apps.notifications.replies.answering import in_their_language, not_there, write_back
from apps.notifications.replies.reading import Incoming, read_mail
from apps.notifications.replies.trusting import is_from
from apps.posts.actions import create_comment
from apps.posts.models import Comment, Post
from apps.posts.wording import MAX_COMMENT_LENGTH
from apps.profiles.models import User

log = structlog.get_logger(__name__)

MOST_AN_HOUR = 30


class Outcome(StrEnum):
    """What came of a mail; all but the first leave no comment."""

    TAKEN = "taken"
    REFUSED = "refused"
    FORGED = "forged"
    AUTOMATIC = "automatic"
    NOT_OURS = "not ours"


class NotTaken(Exception):
    """With the sentence that its writer is told."""


def is_reply_address(address: str) -> bool:
    return read_token(token_in(address)) is not None


@takes_mail(is_reply_address)
def take(arrival: Arrival) -> None:
    log.info("answer_by_mail", outcome=str(take_reply(arrival)))


def take_reply(arrival: Arrival) -> Outcome:
    """Publish the answer as its writer's comment. The same mail again changes nothing.

    Who may be told why it was not published is told by mail; others are told nothing.
    """
    reply_to = read_token(token_in(arrival.recipient))
    if reply_to is None:
        return Outcome.NOT_OURS
    person = User.objects.active().filter(pk=reply_to.person_id).first()
    if person is None:
        return Outcome.NOT_OURS
    mail = read_mail(arrival.content)
    if mail.is_automatic or not arrival.sender:
        return Outcome.AUTOMATIC
    if not is_from(person, mail):
        return Outcome.FORGED
    with in_their_language(person):
        try:
            is_new = _publish(person, reply_to, mail)
        except NotTaken as refusal:
            write_back(person, why=str(refusal), words=mail.text, reference=mail.identity)
            return Outcome.REFUSED
        if is_new and mail.has_attachments:
            why = _("Your answer was published. What was attached was not: add it on the page.")
            write_back(person, why=why, words="", reference=mail.identity)
    return Outcome.TAKEN


def _publish(person: User, reply_to: ReplyTo, mail: Incoming) -> bool:
    """Whether it is new; what was published before, and perhaps taken back since, stays so."""
    post = _answered(person, reply_to)
    text = _words(mail)
    key = uuid5(NAMESPACE_URL, f"mail:{person.pk}:{post.pk}:{mail.identity}")
    if Comment.objects.under([post.pk]).filter(author=person, key=key).exists():
        return False
    if not at_most(MOST_AN_HOUR, "replies.taken", person.pk):
        raise NotTaken(_("Many answers came from you in an hour. Wait a little, or use the page."))
    parent = _parent(post, reply_to.parent_id)
    try:
        with transaction.atomic():
            create_comment(author=person, post=post, body=from_text(text), parent=parent, key=key)
    except Refused as refusal:
        raise NotTaken(refusal.reason) from refusal
    except InvalidInput as refusal:
        raise NotTaken(refusal.message) from refusal
    return True


def _answered(person: User, reply_to: ReplyTo) -> Post:
    """The post, as this person may read it now."""
    if reply_to.is_expired:
        raise NotTaken(_("The mail you answered is too old. Answer on the page."))
    post = Post.objects.visible_to(person).with_card().filter(pk=reply_to.post_id).first()
    if post is None:
        raise NotTaken(not_there())
    if not post.space.is_quoted_in_mail:
        raise NotTaken(_("This space takes no answers by mail. Answer on the page."))
    return post


def _words(mail: Incoming) -> str:
    text = clean_text(mail.text)
    if not text:
        raise NotTaken(_("We found no words of yours in your mail, only what it answers."))
    if len(text) > MAX_COMMENT_LENGTH:
        raise NotTaken(
            _("Your answer is too long for a comment. Shorten it, or make a post of it.")
        )
    return text


def _parent(post: Post, comment_id: int | None) -> Comment | None:
    """The comment that is answered, while it stands; otherwise the post is."""
    if comment_id is None:
        return None
    return Comment.objects.under([post.pk]).standing().filter(pk=comment_id).first()
