"""Every way content can come out. A new door is one entry; tests/access checks it for everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.test import Client

from apps.posts.models import Comment, Post
from apps.spaces.models import Space

# Words that occur nowhere but in the space under test.
NAME, TITLE, BODY, ANSWER = "Cormoran", "Petrel", "albatros", "macareux"
PURPOSE, CHARTER = "Spatule", "Bernache"
SECRETS = (NAME, TITLE, BODY, ANSWER, PURPOSE, CHARTER)

READERS = frozenset({"owner", "animator", "member"})
ANIMATORS = frozenset({"owner", "animator"})
OWNERS = frozenset({"owner"})


@dataclass
class Told:
    """What was said in the space under test, by its owner; answered by its animator."""

    space: Space
    post: Post
    comment: Comment

    @property
    def traces(self) -> tuple[str, ...]:
        """What tells, without a word of it, that these exist."""
        return (
            f"/spaces/{self.space.slug}/",
            f"/posts/{self.post.pk}/",
            f'post-{self.post.pk}"',
            f'comment-{self.comment.pk}"',
        )


@dataclass(frozen=True)
class Door:
    """`open` returns everything that comes out, status line included, its own address excepted.

    `shows` are the words that those `to` whom it is open find here: the premise of every test
    that others do not. `is_inside`: its address names the space, the post or the comment.
    """

    name: str
    open: Callable[[Client, Told], str]
    shows: tuple[str, ...] = ()
    to: frozenset[str] = READERS
    is_inside: bool = True


Path = Callable[[Told], str]


def _said(response: object, path: str) -> str:
    content = response.content.decode()  # type: ignore[attr-defined]
    where = f"{response.get('Location', '')} {response.get('HX-Redirect', '')}"  # type: ignore[attr-defined]
    asked = path.partition("?")[0]
    return f"{response.status_code} " + f"{where}\n{content}".replace(asked, "ASKED")  # type: ignore[attr-defined]


def get(path: Path, **headers: str) -> Callable[[Client, Told], str]:
    return lambda client, told: _said(client.get(path(told), headers=headers), path(told))


def post(path: Path, **data: str) -> Callable[[Client, Told], str]:
    """What a script is answered after sending a form."""
    return lambda client, told: _said(client.post(path(told), data, headers=FRAGMENT), path(told))


def around(name: str, path: str, *shows: str, **headers: str) -> Door:
    """A page about no space in particular."""
    return Door(name, get(lambda told: path, **headers), shows, is_inside=False)


def _row(model: type) -> Path:
    """Django's way from a row to its page."""

    def path(told: Told) -> str:
        row = {Space: told.space, Post: told.post, Comment: told.comment}[model]
        return f"/admin/r/{ContentType.objects.get_for_model(model).pk}/{row.pk}/"

    return path


FRAGMENT = {"hx-request": "true"}

PAGES = [
    around("home feed", "/", NAME, TITLE, BODY, ANSWER),
    Door("space page", get(lambda t: f"/spaces/{t.space.slug}/"), (NAME, TITLE, BODY, ANSWER)),
    Door("space members", get(lambda t: f"/spaces/{t.space.slug}/members/"), (NAME,)),
    Door("space about", get(lambda t: f"/spaces/{t.space.slug}/about/"), (NAME, PURPOSE, CHARTER)),
    Door("space writing page", get(lambda t: f"/spaces/{t.space.slug}/posts/"), (NAME,)),
    Door("space edit", get(lambda t: f"/spaces/{t.space.slug}/edit/"), (NAME, PURPOSE), ANIMATORS),
    Door("space kind", get(lambda t: f"/spaces/{t.space.slug}/kind/"), (NAME,), OWNERS),
    Door("post page", get(lambda t: f"/posts/{t.post.pk}/"), (NAME, TITLE, BODY, ANSWER)),
    Door("post edit", get(lambda t: f"/posts/{t.post.pk}/edit/"), (TITLE, BODY), OWNERS),
    Door("comments", get(lambda t: f"/posts/{t.post.pk}/comments/"), (ANSWER,)),
    Door("answer form", get(lambda t: f"/posts/{t.post.pk}/comments/new/"), (NAME,)),
    Door("author's page", get(lambda t: f"/people/{t.post.author.username}/"), (TITLE, BODY)),
]
FRAGMENTS = [
    Door("post card", get(lambda t: f"/posts/{t.post.pk}/?part=card", **FRAGMENT), (TITLE, BODY)),
    Door("post in full", get(lambda t: f"/posts/{t.post.pk}/?part=full", **FRAGMENT), (BODY,)),
    Door("comment", get(lambda t: f"/comments/{t.comment.pk}/", **FRAGMENT), (ANSWER,)),
    Door(
        "answer to an answer",
        get(lambda t: f"/posts/{t.post.pk}/comments/new/?parent={t.comment.pk}", **FRAGMENT),
        (NAME,),
    ),
    Door(
        "comment edit",
        get(lambda t: f"/comments/{t.comment.pk}/edit/", **FRAGMENT),
        (ANSWER,),
        frozenset({"animator"}),
    ),
    Door(
        "members list",
        get(lambda t: f"/spaces/{t.space.slug}/members/?q=Mehdi", **FRAGMENT),
        ("Mehdi",),
    ),
    Door(
        "people to add",
        get(lambda t: f"/spaces/{t.space.slug}/members/?add=Oscar", **FRAGMENT),
        ("Oscar",),
        ANIMATORS,
    ),
]
LISTS = [
    around("space list", "/spaces/", NAME),
    around("space list, fragment", "/spaces/", NAME, **FRAGMENT),
    around("space search", f"/spaces/?q={NAME[:5]}", NAME),
    around("space search by purpose", f"/spaces/?q={PURPOSE[:5]}", NAME, **FRAGMENT),
    around("own spaces", "/spaces/?show=mine", NAME),
    around("archived spaces", "/spaces/?show=archived"),
    around("confidential spaces", "/spaces/?kind=confidential"),
    around("space picker", f"/spaces/picker/?q={NAME[:5]}", NAME),
    around("space picker, fragment", "/spaces/picker/", NAME, **FRAGMENT),
    around("directory and rail", "/people/", NAME),
    around("directory search", f"/people/?q={BODY[:5]}", NAME),
    around("nothing", "/no-such-page/"),
    around("writing", "/write/"),
    around("new space", "/spaces/new/"),
    around("settings", "/settings/"),
    around("preferences", "/settings/preferences/"),
    around("sessions", "/accounts/sessions/"),
]
# What a form is answered: those without the right to see learn nothing by trying to change.
ANSWERS = [
    Door("reacted", post(lambda t: f"/posts/{t.post.pk}/reaction/", kind="bravo"), (TITLE, BODY)),
    Door("no reaction", post(lambda t: f"/posts/{t.post.pk}/reaction/", kind="none")),
    Door(
        "reacted to comment",
        post(lambda t: f"/comments/{t.comment.pk}/reaction/", kind="bravo"),
        (ANSWER,),
    ),
    Door("nothing published", post(lambda t: f"/spaces/{t.space.slug}/posts/", body=""), (NAME,)),
    Door("nothing answered", post(lambda t: f"/posts/{t.post.pk}/comments/", body=""), (NAME,)),
    Door("no edit", post(lambda t: f"/posts/{t.post.pk}/", body=""), (NAME,), OWNERS),
    Door(
        "joined",
        post(lambda t: f"/spaces/{t.space.slug}/membership/", **{"as": "row", "_method": "DELETE"}),
    ),
    Door("followed", post(lambda t: f"/spaces/{t.space.slug}/follow/")),
    Door("pinned", post(lambda t: f"/posts/{t.post.pk}/pin/"), (TITLE, BODY), ANIMATORS),
]
ADMINISTRATION = [
    around("administration", "/admin/"),
    around("administration's spaces", f"/admin/spaces/space/?q={NAME[:5]}"),
    around("administration's people", "/admin/profiles/user/"),
    around("administration's search", f"/admin/search/?s={NAME[:5]}"),
    around(
        "administration's suggestions",
        f"/admin/autocomplete/?term={NAME[:5]}&app_label=posts&model_name=post&field_name=space",
    ),
    Door("administration's space", get(lambda t: f"/admin/spaces/space/{t.space.pk}/change/")),
    Door("administration's history", get(lambda t: f"/admin/spaces/space/{t.space.pk}/history/")),
    Door("row of a space", get(_row(Space))),
    Door("row of a post", get(_row(Post))),
    Door("row of a comment", get(_row(Comment))),
]
DOORS = PAGES + FRAGMENTS + LISTS + ANSWERS
