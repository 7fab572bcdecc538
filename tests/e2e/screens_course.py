"""The screens of a space's course: created, opened, left, ended, offered, exported."""

from apps.archive.actions import ask_for_export, write_export
from apps.posts.actions import agree_to_open, create_comment, create_post
from apps.profiles.actions import deactivate_person
from apps.spaces.actions import (
    add_member,
    change_kind,
    offer_orphans,
    plan_deletion,
)
from apps.spaces.models import Space
from tests.conftest import World, make_person, make_space
from tests.e2e.screens import RICH, Screen

SCREENS = [
    Screen("new space", "/spaces/new/"),
    Screen(
        "new space, people not found",
        "/spaces/new/",
        status=422,
        sent={"name": "Neuf", "kind": "confidential", "members": "Personne"},
    ),
    Screen("permissions", "/spaces/{opened}/permissions/"),
    Screen("permissions, of an owner", "/spaces/{opened}/permissions/", "owner"),
    Screen(
        "permissions, refused",
        "/spaces/{opened}/permissions/",
        "owner",
        422,
        sent={"pin_in_space": "nobody"},
    ),
    Screen("kind, to choose", "/spaces/{confidential}/kind/", "owner"),
    Screen("kind, opening", "/spaces/{confidential}/kind/?kind=open", "owner"),
    Screen("kind, closing", "/spaces/{opened}/kind/?kind=confidential", "owner"),
    Screen("kind, unsure", "/spaces/{confidential}/kind/", "owner", 422, sent={"kind": "open"}),
    Screen("space, opened", "/spaces/{opened}/"),
    Screen("space, opened, from outside", "/spaces/{opened}/", "outsider"),
    Screen("post of before", "/posts/{kept}/"),
    Screen("consent", "/spaces/{opened}/consent/"),
    Screen("consent, nothing", "/spaces/{opened}/consent/", "outsider"),
    Screen("departure", "/spaces/{opened}/departure/"),
    Screen(
        "departure, unsure",
        "/spaces/{opened}/departure/",
        status=422,
        sent={"words": "anonymise"},
    ),
    Screen("deletion", "/spaces/{opened}/deletion/", "owner"),
    Screen("deletion, planned", "/spaces/{ending}/deletion/", "owner"),
    Screen("space, ending", "/spaces/{ending}/"),
    Screen("export", "/spaces/{opened}/export/", "owner"),
    Screen("space, offered", "/spaces/{orphan}/"),
    Screen("offer", "/spaces/{orphan}/offer/"),
]


def furnish(world: World, names: dict[str, object]) -> None:
    """A space opened with words that wait, one about to be deleted, one without an owner."""
    opened = make_space(world.owner, kind=Space.Kind.ON_REQUEST, name="Bureau d’études")
    for person in (world.member, world.animator):
        add_member(actor=world.owner, space=opened, user=person)
    kept = create_post(author=world.member, space=opened, title="Le calendrier", body=RICH)
    create_comment(author=world.animator, post=kept, body="Pas avant mai.")
    agreed = create_post(author=world.owner, space=opened, body="Qui relit le plan ?")
    create_comment(author=world.member, post=agreed, body="Moi, demain.")
    opened = change_kind(actor=world.owner, space=opened, kind=Space.Kind.OPEN)
    create_post(author=world.owner, space=opened, body="Bienvenue à tout le monde.")
    agreed.refresh_from_db()
    agree_to_open(person=world.member, post=agreed)
    ending = make_space(world.owner, name="Ancien projet")
    add_member(actor=world.owner, space=ending, user=world.member)
    plan_deletion(actor=world.owner, space=ending)
    gone = make_person("Gaspard Gone")
    orphan = make_space(gone, name="Entraide")
    add_member(actor=gone, space=orphan, user=world.member)
    create_post(author=world.member, space=orphan, body="Qui sait souder ?")
    deactivate_person(actor=world.administrator, person=gone)
    offer_orphans([orphan.pk])
    write_export(ask_for_export(actor=world.owner, space=opened).pk)
    ask_for_export(actor=world.owner, space=opened)
    names |= {
        "opened": opened.slug,
        "kept": kept.pk,
        "ending": ending.slug,
        "orphan": orphan.slug,
    }
