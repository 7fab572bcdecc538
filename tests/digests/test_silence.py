"""What one muted is not on the page that catches up, which says so by name."""

from apps.notifications.actions import set_conversation, set_space_level
from apps.notifications.models import ConversationSetting, SpaceSetting
from apps.posts.actions import create_comment, create_post
from tests.feed.catching_up import known

__all__ = ["known"]


def page_of(client) -> str:
    return client.get("/catch-up/", headers={"accept-language": "en"}).text


def test_a_muted_space_is_left_out_and_named(known, signed_in):
    create_post(author=known.owner, space=known.on_request, body="Une mouette")
    create_post(author=known.owner, space=known.open, body="Un goéland")
    client = signed_in(known.member)
    before = page_of(client)
    assert "Une mouette" in before
    assert "you muted it" not in before
    set_space_level(person=known.member, space=known.on_request, level=SpaceSetting.Level.MUTE)
    after = page_of(client)
    assert "Une mouette" not in after
    assert "Un goéland" in after
    assert f"Left out, because you muted it: {known.on_request.title}." in after


def test_a_muted_conversation_is_left_out(known, signed_in):
    loud = create_post(author=known.owner, space=known.open, body="Une mouette")
    create_comment(author=known.member, post=loud, body="Moi aussi")
    create_comment(author=known.owner, post=loud, body="Un goéland")
    client = signed_in(known.member)
    assert "Un goéland" in page_of(client)
    set_conversation(person=known.member, post=loud, state=ConversationSetting.State.MUTE)
    after = page_of(client)
    assert "Un goéland" not in after
    assert "Une mouette" not in after


def test_what_others_mute_is_still_mine(known, signed_in):
    create_post(author=known.owner, space=known.on_request, body="Une mouette")
    set_space_level(person=known.animator, space=known.on_request, level=SpaceSetting.Level.MUTE)
    assert "Une mouette" in page_of(signed_in(known.member))
