"""The screens of who can read: panels, journal, and posts given to somebody."""

from apps.posts.actions import create_comment, create_post, invite_guest, keep_draft
from apps.profiles.actions import create_unit
from apps.spaces.actions import add_member, change_grid, open_to_unit
from tests.conftest import World, make_person, make_space
from tests.e2e.screens import RICH, Screen, press

SCREENS = [
    Screen("readers of a space", "/spaces/{shown}/readers/", "owner"),
    Screen("readers of an open space", "/spaces/{open}/readers/", "outsider"),
    Screen("readers, no list", "/spaces/{discreet}/readers/"),
    Screen("readers of a post", "/posts/{shared}/readers/", "owner"),
    Screen("readers of a draft", "/drafts/{own_draft}/readers/"),
    Screen(
        "readers, over a post",
        "/posts/{shared}/",
        "owner",
        act=press("a.audience__why", "#panel[open] .rows"),
    ),
    Screen(
        "readers, over the composer",
        "/spaces/{shown}/posts/",
        "owner",
        act=press(".composer__audience a[data-panel]", "#panel[open] .rows"),
    ),
    Screen("access journal", "/spaces/{shown}/journal/", "owner"),
    Screen("access journal, nothing of a kind", "/spaces/{shown}/journal/?kind=copies", "owner"),
    Screen("guests of a post", "/posts/{shared}/guests/", "owner"),
    Screen("guests of a post, looking", "/posts/{shared}/guests/?q=a", "owner"),
    Screen("guest to be invited", "/posts/{shared}/guests/?person={outsider}", "owner"),
    Screen(
        "guest refused",
        "/posts/{shared}/guests/",
        "owner",
        422,
        {"person": "odile-owner", "word": "x"},
    ),
    Screen("given to me", "/given/", "outsider"),
    Screen("given to me, nothing", "/given/", "newcomer"),
    Screen("a post given to me", "/posts/{shared}/", "outsider"),
]


def furnish(world: World, names: dict[str, object]) -> None:
    """A space with a unit, a guest and a past; and one that keeps its members to its animators."""
    shown = make_space(world.owner, kind="confidential", name="Fusion Aubrac")
    unit = create_unit(name="Atelier de Lyon")
    make_person("Uma Unit", unit=unit)
    open_to_unit(actor=world.owner, space=shown, unit=unit)
    shared = create_post(author=world.owner, space=shown, title="Pour avis", body=RICH)
    create_comment(author=world.owner, post=shared, body="<p>Merci de me dire.</p>")
    invite_guest(actor=world.owner, post=shared, person=world.outsider, word="Qu’en penses-tu ?")
    discreet = make_space(world.owner, kind="on_request", name="Discrets")
    add_member(actor=world.owner, space=discreet, user=world.member)
    change_grid(actor=world.owner, space=discreet, view_members="animator")
    draft = keep_draft(author=world.member, space=world.confidential, body="Plus tard.")
    names |= {
        "shown": shown.slug,
        "shared": shared.pk,
        "discreet": discreet.slug,
        "own_draft": draft.pk,
    }
