"""An answer by mail becomes a comment, once, where its writer may comment; or it does not."""

from email.message import EmailMessage

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from apps.accounts.actions import confirm_email
from apps.mailing.intake import Arrival, is_ours
from apps.notifications.replies.addresses import read_token, reply_address, token_in
from apps.notifications.replies.taking import MOST_AN_HOUR, Outcome, take_reply
from apps.posts.actions import create_comment, create_post, withdraw_comment, withdraw_post
from apps.posts.models import Comment
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import allow_content_in_mail, archive_space, change_kind, remove_member


@pytest.fixture(autouse=True)
def answered_by_mail(settings):
    settings.RSN_REPLY_ADDRESS = "reply@aubrac.example"
    settings.RSN_MAIL_AUTHSERV_ID = "mx.aubrac.example"
    cache.clear()


@pytest.fixture
def post(world):
    confirm_email(world.member)
    return create_post(author=world.owner, space=world.on_request, title="Quartz", body="Jour ?")


def to(person, post, parent=None) -> str:
    parent_id = parent.pk if parent else None
    return reply_address(person_id=person.pk, post_id=post.pk, parent_id=parent_id)


def answer(person, address: str, text: str = "Mardi me va.", **headers: str) -> Arrival:
    message = EmailMessage()
    message["From"] = headers.pop("sender", f"Mehdi <{person.email}>")
    message["To"] = address
    message["Subject"] = "Re: Quartz"
    message["Message-ID"] = headers.pop("message_id", "<one@phone.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return Arrival(person.email, address, message.as_bytes())


def comments(post) -> list[str]:
    return [comment.text for comment in Comment.objects.filter(post=post).oldest_first()]


def test_an_answer_becomes_a_comment_once(world, post):
    arrival = answer(world.member, to(world.member, post), "Mardi & <b>jeudi</b>.\n\nÀ Lyon")
    for _time in range(3):
        assert take_reply(arrival) is Outcome.TAKEN
    (comment,) = Comment.objects.filter(post=post)
    assert comment.author == world.member
    assert comment.html == "<p>Mardi &amp; &lt;b&gt;jeudi&lt;/b&gt;.</p><p>À Lyon</p>"
    assert not mail.outbox


def test_what_was_taken_back_does_not_come_again(world, post):
    arrival = answer(world.member, to(world.member, post))
    take_reply(arrival)
    withdraw_comment(actor=world.member, comment=Comment.objects.get(post=post))
    assert take_reply(arrival) is Outcome.TAKEN
    assert Comment.objects.filter(post=post).standing().count() == 0
    assert not mail.outbox


def test_it_answers_what_the_mail_quoted(world, post):
    first = create_comment(author=world.animator, post=post, body="Mercredi ?")
    take_reply(answer(world.member, to(world.member, post, first)))
    assert Comment.objects.latest("id").parent == first
    withdraw_comment(actor=world.animator, comment=first)
    take_reply(answer(world.member, to(world.member, post, first), message_id="<2@x>"))
    assert Comment.objects.latest("id").parent is None


# Who it is from


@pytest.mark.parametrize(
    "sender",
    [
        "Mehdi <eve@evil.test>",
        "eve@evil.test, {email}",
        '"{email}" <eve@evil.test>',
        "{email} <eve@evil.test>",
        "",
    ],
)
def test_a_forged_sender_says_nothing_here(world, post, sender):
    arrival = answer(
        world.member, to(world.member, post), sender=sender.format(email=world.member.email)
    )
    assert take_reply(arrival) is Outcome.FORGED
    assert not comments(post)
    assert not mail.outbox


def test_another_person_s_address_is_no_way_in(world, post):
    """With the token of one and the mailbox of another."""
    confirm_email(world.outsider)
    arrival = answer(world.outsider, to(world.member, post))
    assert take_reply(arrival) is Outcome.FORGED
    assert not comments(post)


def test_a_mailbox_that_was_not_confirmed_is_nobodys(world, post):
    world.member.emailaddress_set.update(verified=False)
    assert take_reply(answer(world.member, to(world.member, post))) is Outcome.FORGED


def test_what_our_mail_server_says_is_forged_is_forged(world, post):
    address = to(world.member, post)
    said = {"Authentication_Results": "mx.aubrac.example; dmarc=fail"}
    assert take_reply(answer(world.member, address, **said)) is Outcome.FORGED
    said = {"Authentication_Results": "mx.aubrac.example; dmarc=pass"}
    assert take_reply(answer(world.member, address, **said)) is Outcome.TAKEN


def _other(letter: str) -> str:
    return "b" if letter == "a" else "a"


@pytest.mark.parametrize(
    "change",
    [lambda t: t[:-3] + _other(t[-3]) + t[-2:], lambda t: _other(t[0]) + t[1:], lambda t: ""],
)
def test_a_token_that_is_not_ours_is_no_mailbox(world, post, change):
    local, _at, domain = to(world.member, post).partition("@")
    token = local.removeprefix("reply+")
    changed = change(token)
    if changed == token:
        changed = token[:-1] + "b"
    address = f"reply+{changed}@{domain}"
    assert not is_ours(address)
    assert take_reply(answer(world.member, address)) is Outcome.NOT_OURS
    assert not comments(post)


def test_addresses_are_short_and_survive_capitals(world, post, settings):
    address = reply_address(person_id=100_000, post_id=1_000_000, parent_id=3_000_000)
    local = address.partition("@")[0]
    assert len(local) <= 42
    read = read_token(token_in(address.upper()))
    assert (read.person_id, read.post_id, read.parent_id) == (100_000, 1_000_000, 3_000_000)
    assert reply_address(person_id=2**62, post_id=2**62, parent_id=2**62) == ""
    assert token_in("reply+x@elsewhere.example") == ""
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "z" * 60
    assert read_token(token_in(address))
    settings.RSN_REPLY_ADDRESS = ""
    assert to(world.member, post) == ""


@pytest.mark.parametrize(
    "header",
    [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<x.example>"}],
)
def test_programs_do_not_comment(world, post, header):
    arrival = answer(world.member, to(world.member, post), **header)
    assert take_reply(arrival) is Outcome.AUTOMATIC
    assert not comments(post)
    assert not mail.outbox


def test_a_returned_mail_does_not_comment(world, post):
    arrival = answer(world.member, to(world.member, post))
    assert take_reply(Arrival("", arrival.recipient, arrival.content)) is Outcome.AUTOMATIC
    assert not comments(post)


def test_a_mail_of_ours_does_not_answer_itself(world, post):
    """Written back, and sent on to where it came from: the circle ends."""
    world.member.emailaddress_set.update(verified=True)
    withdraw_post(actor=world.owner, post=post)
    address = to(world.member, post)
    assert take_reply(answer(world.member, address)) is Outcome.REFUSED
    (back,) = mail.outbox
    raw = back.message().as_bytes()
    assert take_reply(Arrival("rsn@aubrac.example", address, raw)) is Outcome.AUTOMATIC
    assert len(mail.outbox) == 1


# What may be answered, asked when the answer comes


def lost(world, post):
    remove_member(actor=world.owner, space=world.on_request, user=world.member)


def withdrawn(world, post):
    withdraw_post(actor=world.owner, post=post)


def gone(world, post):
    post.delete()


@pytest.mark.parametrize("how", [lost, withdrawn, gone])
def test_what_is_not_there_for_them_is_said_alike_and_their_words_come_back(world, post, how):
    world.member.language = "en"
    world.member.save()
    address = to(world.member, post)
    how(world, post)
    assert take_reply(answer(world.member, address, "My long thought.")) is Outcome.REFUSED
    assert not Comment.objects.exists()
    (back,) = mail.outbox
    assert back.to == [world.member.email]
    assert "no longer there for you" in back.body
    assert "My long thought." in back.body
    html = back.alternatives[0].content
    for secret in ("Quartz", "Jour", "Cave", "Odile"):
        assert secret not in back.subject + back.body + html
    assert back.extra_headers["Auto-Submitted"] == "auto-replied"


def test_the_letters_differ_in_nothing_but_the_words(world, post):
    address = to(world.member, post)
    other = create_post(author=world.owner, space=world.open, body="x")
    withdraw_post(actor=world.owner, post=other)
    lost(world, post)
    take_reply(answer(world.member, address))
    take_reply(answer(world.member, to(world.member, other)))
    one, two = mail.outbox
    assert (one.subject, one.body) == (two.subject, two.body)


def test_an_archived_space_takes_none(world, post):
    world.member.language = "en"
    world.member.save()
    archive_space(actor=world.owner, space=world.on_request)
    assert take_reply(answer(world.member, to(world.member, post))) is Outcome.REFUSED
    assert "archived" in mail.outbox[0].body


def test_a_confidential_space_takes_no_mail_unless_it_lets_some_out(world):
    confirm_email(world.member)
    post = create_post(author=world.owner, space=world.confidential, body="x")
    address = to(world.member, post)
    assert take_reply(answer(world.member, address)) is Outcome.REFUSED
    allow_content_in_mail(actor=world.owner, space=world.confidential, is_allowed=True)
    assert take_reply(answer(world.member, address)) is Outcome.TAKEN


def test_a_space_that_closed_since_takes_none(world, post):
    address = to(world.member, post)
    change_kind(actor=world.owner, space=world.on_request, kind="confidential")
    assert take_reply(answer(world.member, address)) is Outcome.REFUSED
    assert not comments(post)


def test_who_left_the_organisation_says_nothing(world, post):
    address = to(world.member, post)
    deactivate_person(actor=world.administrator, person=world.member)
    assert take_reply(answer(world.member, address)) is Outcome.NOT_OURS
    assert not mail.outbox


def test_an_old_mail_is_not_answered(world, post):
    address = to(world.member, post)
    with time_machine.travel(timezone.now() + timezone.timedelta(days=31)):
        assert take_reply(answer(world.member, address)) is Outcome.REFUSED
    assert not comments(post)


# What they wrote


@pytest.mark.parametrize("text", ["", "> only\n> quoted", "x" * 20_001])
def test_nothing_or_too_much_is_told(world, post, text):
    assert take_reply(answer(world.member, to(world.member, post), text)) is Outcome.REFUSED
    assert len(mail.outbox) == 1
    assert not comments(post)


def test_what_is_attached_is_said_not_to_be_taken(world, post):
    message = EmailMessage()
    message["From"] = world.member.email
    message["Message-ID"] = "<file@x.example>"
    message.set_content("Voici.")
    message.add_attachment(b"x" * 100, maintype="application", subtype="pdf", filename="a.pdf")
    arrival = Arrival("m@x.example", to(world.member, post), message.as_bytes())
    for _time in range(2):
        assert take_reply(arrival) is Outcome.TAKEN
    assert comments(post) == ["Voici."]
    assert len(mail.outbox) == 1


def test_many_answers_an_hour_wait(world, post):
    address = to(world.member, post)
    for number in range(MOST_AN_HOUR + 3):
        arrival = answer(world.member, address, message_id=f"<{number}@x.example>")
        outcome = take_reply(arrival)
        assert outcome is (Outcome.TAKEN if number < MOST_AN_HOUR else Outcome.REFUSED)
    assert len(comments(post)) == MOST_AN_HOUR
    for number in range(20):
        take_reply(answer(world.member, address, message_id=f"<more{number}@x.example>"))
    assert len(mail.outbox) == 5


def test_a_mail_without_a_name_is_known_by_its_content(world, post):
    arrival = answer(world.member, to(world.member, post))
    raw = arrival.content.replace(b"Message-ID: <one@phone.example>\n", b"")
    assert raw != arrival.content
    for _time in range(2):
        assert take_reply(Arrival("m@x.example", arrival.recipient, raw)) is Outcome.TAKEN
    assert len(comments(post)) == 1
