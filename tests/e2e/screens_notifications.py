"""The screens about what one is told."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from apps.hours.models import WorkingHours
from apps.notifications.actions import set_conversation, set_preference, set_space_level
from apps.notifications.kinds import kind_of
from apps.notifications.models import Notification
from apps.posts.actions import create_comment, create_post
from apps.posts.models import Comment, Post
from apps.profiles.models import User
from apps.spaces.models import Space
from tests.conftest import World
from tests.e2e.screens import Screen, client_of, in_turn, press

ATTENTION = "[data-attention] [aria-pressed=true]"
FOLLOW = "article.card .menu a[data-stays]"
SCREENS = [
    Screen("notifications", "/notifications/", "owner"),
    Screen("notifications, all", "/notifications/?show=all", "owner"),
    Screen("notifications, further down", "/notifications/?before={told_cursor}", "owner"),
    Screen("notifications, none", "/notifications/", "newcomer"),
    Screen("notifications, none at all", "/notifications/?show=all", "newcomer"),
    Screen(
        "notifications, a menu",
        "/notifications/",
        "owner",
        act=press(".told .menu summary", ".told .menu .items"),
    ),
    Screen("attention to a conversation", "/posts/{post}/attention/"),
    Screen(
        "attention to a conversation, refused",
        "/posts/{post}/attention/",
        status=422,
        sent={"state": "x"},
    ),
    Screen(
        "attention, under the post",
        "/posts/{post}/",
        act=press(".attention summary", ".attention .items"),
    ),
    Screen(
        "attention, in a card",
        "/spaces/{open}/",
        act=in_turn(press("article.card .menu summary", FOLLOW), press(FOLLOW, ATTENTION)),
    ),
    Screen("attention to a space", "/spaces/{open}/attention/"),
    Screen("settings of notifications", "/settings/notifications/"),
    Screen("settings of notifications, chosen", "/settings/notifications/", "owner"),
    Screen("a mail looked at", "/settings/notifications/preview/mentioned/"),
]
_numbers = count(1)


def tell(
    person: User,
    kind: str,
    actor: User,
    *,
    post: Post | None = None,
    comment: Comment | None = None,
    space: Space | None = None,
    hours: float = 1,
    is_read: bool = False,
) -> Notification:
    """A notification as the pipeline leaves it."""
    declared = kind_of(kind)
    assert declared is not None
    at = timezone.now() - timedelta(hours=hours)
    where = space or (post.space if post else None)
    return Notification.objects.create(
        person=person,
        kind=kind,
        rank=declared.rank,
        event_id=0,
        occasion=f"screen.{next(_numbers)}",
        actor=actor,
        space=where,
        post=post,
        comment=comment,
        subject=f"post.{post.pk}" if post else f"space.{where.pk if where else 0}",
        day=at.date(),
        is_direct=declared.is_direct,
        created_at=at,
        due_at=at,
        delivered_at=at,
        read_at=at if is_read else None,
    )


def furnish(world: World, names: dict[str, Any]) -> None:
    owner, member, animator = world.owner, world.member, world.animator
    post = Post.objects.get(pk=names["post"])
    comment = Comment.objects.get(pk=names["comment"])
    secret = create_post(author=owner, space=world.confidential, body="Un long début. " * 20)
    answer = create_comment(author=member, post=secret, body="Une réponse. " * 40)
    for number in range(23):
        tell(owner, "answered", member, post=secret, comment=answer, hours=300 - 12 * number)
    for person in (member, animator, world.leader):
        tell(owner, "reacted", person, post=post, hours=2)
        tell(owner, "answered", person, post=post, comment=comment, hours=1)
    tell(owner, "mentioned", animator, post=post, comment=comment, hours=30, is_read=True)
    tell(owner, "added_to_space", world.leader, space=world.on_request)
    tell(owner, "announced", world.leader, post=Post.objects.get(pk=names["voice"]))
    tell(owner, "posted_closely", member, post=secret, hours=50)
    set_conversation(person=owner, post=post, state="unfollow")
    set_conversation(person=owner, post=secret, state="follow")
    set_space_level(person=owner, space=world.open, level="close")
    set_preference(person=owner, kind="reacted", channel="mail", is_wanted=True)
    page = client_of(owner).get("/notifications/").text
    # Whenever the tests run, somebody's bell has a dot.
    WorkingHours.objects.create(person=owner, week=[[["00:00", "00:00"]]] * 7)
    names["told_cursor"] = page.partition("?before=")[2].partition('"')[0]
