"""The page of results and the jump box."""

from typing import Any

from apps.posts.actions import create_comment, create_post
from apps.posts.models import Comment, Post
from apps.search.actions import index_comments, index_posts
from tests.conftest import World
from tests.e2e.screens import Screen, in_turn, press, strike

SCREENS = [
    Screen("search, nothing asked", "/search/"),
    Screen("search, texts and people", "/search/?q=message"),
    Screen("search, people and spaces", "/search/?q=ow"),
    Screen("search, filtered", "/search/?q=message%20kind:post%20from:odile-owner&sort=date"),
    Screen("search, one kind", "/search/?q=kind:space%20cave"),
    Screen("search, none found", "/search/?q=zzzz"),
    Screen("search, a notice", "/search/?q=message%20kind:x%20after:never"),
    Screen(
        "search, choosing a filter",
        "/search/?q=message",
        act=press(".found-menus summary", ".found-menus .items"),
    ),
    Screen("jump box", "/", act=strike("/", "#jump [role=option]")),
    Screen(
        "jump box, answering",
        "/",
        act=in_turn(strike("/", "#jump [role=option]"), lambda page: page.keyboard.type("ani")),
    ),
]


def furnish(world: World, names: dict[str, Any]) -> None:
    said = create_post(author=world.animator, space=world.open, body="Un message d’ailleurs")
    create_comment(author=world.owner, post=said, body="Ce message répond.")
    index_posts(list(Post.objects.values_list("pk", flat=True)))
    index_comments(list(Comment.objects.values_list("pk", flat=True)))
