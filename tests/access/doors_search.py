"""Finding: results, what is counted in them, what is suggested while typing."""

from django.test import Client

from apps.search.actions import index_comments, index_posts
from tests.access.doors import ANSWER, BODY, FRAGMENT, NAME, TITLE, Door, Told, get


def _found(name: str, path: str, *shows: str, **headers: str) -> Door:
    """The texts are in the index first, as the worker would have put them there."""
    ask = get(lambda told: path, **headers)

    def open_door(client: Client, told: Told) -> str:
        index_posts([told.post.pk])
        index_comments([told.comment.pk])
        return ask(client, told)

    return Door(name, open_door, shows, is_inside=False)


def _echoless(door: Door, word: str) -> Door:
    """The page repeats what was typed, which its reader knew: only that echo is left out."""

    def open_door(client: Client, told: Told) -> str:
        said = door.open(client, told)
        for echo in (f'value="{word}"', f'data-jump-for="{word}"', f"“{word}”", f"« {word} »"):
            said = said.replace(echo, "ECHO")
        return said.replace(f"q={word}", "q=ECHO").replace(f"<title>{word}", "<title>ECHO")

    return Door(door.name, open_door, door.shows, is_inside=False)


def _search(name: str, word: str, *shows: str, more: str = "", **headers: str) -> Door:
    return _echoless(_found(name, f"/search/?q={word}{more}", *shows, **headers), word)


DOORS = [
    _search("search by a word of the text", "un", more="&sort=date"),
    _search("search of a post", BODY[:5], TITLE, f"<mark>{BODY}</mark>"),
    _search("search of a post, fragment", BODY[:5], TITLE, **FRAGMENT),
    _search("search of a comment", ANSWER[:5], f"<mark>{ANSWER}</mark>"),
    _search("search of a title", TITLE[:4], f"<mark>{TITLE}</mark>"),
    _search("search of a space", NAME[:5], NAME),
    _search("search in a space by address", "in:cave-confidential"),
    _search("search by author", "from:odile-owner", more="%20un"),
    _search("search by kind", "kind:comment", f"{ANSWER}"),
    _search("search of spaces", "kind:space", more=f"%20{NAME[:5]}"),
    _search("search of topics", "kind:topic", more=f"%20{BODY[:5]}"),
    _search("jump box", "jump", **FRAGMENT),
    _echoless(_found("jump to a space", f"/search/jump/?q={NAME[:5]}", NAME), NAME[:5]),
    _echoless(_found("jump to a conversation", f"/search/jump/?q={BODY[:5]}", TITLE), BODY[:5]),
    _found("jump box, before typing", "/search/jump/"),
]
