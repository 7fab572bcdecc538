"""The screens of the ways into a space and out of it."""

from typing import Any

from apps.profiles.actions import create_unit
from apps.spaces.actions import (
    appeal,
    exclude_person,
    invite_person,
    open_to_unit,
    request_access,
)
from apps.spaces.models import Space
from tests.conftest import World, make_person, make_space
from tests.e2e.screens import Screen, press

GATE = "/spaces/{gate}/"
VAULT = "/spaces/{vault}/"
LONG = "Une phrase qui se lit d’un trait, puis une autre. " * 5
SCREENS = [
    Screen("door, to ask", GATE, "leader", status=403),
    Screen("door, asked", GATE, "communicator", status=403),
    Screen("door, excluded", GATE, "former_member", status=403),
    Screen("door, invited", VAULT, "analyst", status=403),
    Screen("door, too long", GATE + "request/", "leader", 422, {"message": "x" * 1001}),
    Screen("about, from outside", GATE + "about/", "leader"),
    Screen("requests", GATE + "requests/", "owner"),
    Screen("requests, none", VAULT + "requests/", "owner"),
    Screen("invitation to a space", VAULT + "invitation/", "analyst"),
    Screen("invitation, not answered", VAULT + "invitation/", "analyst", 422, {"answer": "x"}),
    Screen("invitations", VAULT + "invitations/", "owner"),
    Screen("invitations, none", GATE + "invitations/", "owner"),
    Screen("invitations, refused", VAULT + "invitations/", "owner", 422, {"addresses": "x"}),
    Screen("members, for who runs the space", GATE + "members/", "owner"),
    Screen(
        "members, found",
        GATE + "members/?add=a",
        "owner",
        act=press("#candidates .menu summary", "#candidates .menu .items"),
    ),
    Screen("units found", GATE + "members/?add=m%C3%A9tro", "owner"),
    Screen("exclude", GATE + "members/{excludable}/exclusion/", "owner"),
    Screen(
        "exclude, refused", GATE + "members/{excludable}/exclusion/", "owner", 422, {"days": "7"}
    ),
    Screen("exclusion", GATE + "exclusion/", "former_member"),
    Screen("exclusion, appealed", VAULT + "exclusion/", "former_member"),
    Screen("exclusions", VAULT + "exclusions/", "owner"),
    Screen(
        "exclusions, answer refused", VAULT + "exclusions/{exclusion}/", "owner", 422, {"x": "y"}
    ),
    Screen("spaces, invited", "/spaces/", "analyst"),
]


def furnish(world: World, names: dict[str, Any]) -> None:
    gate = make_space(
        world.owner, kind=Space.Kind.ON_REQUEST, name="La porte", description="Un mot."
    )
    vault = make_space(world.owner, kind=Space.Kind.CONFIDENTIAL, name="Le coffre")
    top = create_unit(name="Métrologie")
    names |= {"gate": gate.slug, "vault": vault.slug}
    inside = make_person("Inès Inside", unit=top)
    names["excludable"] = inside.username
    request_access(user=world.communicator, space=gate, message=LONG)
    request_access(user=make_person("Sans Mot"), space=gate)
    invite_person(actor=world.owner, space=vault, user=world.analyst, word="Avec nous ?")
    open_to_unit(actor=world.owner, space=gate, unit=create_unit(name="Métrologie fine"))
    exclude_person(actor=world.owner, space=gate, user=world.former_member, reason=LONG, days=7)
    excluded = exclude_person(actor=world.owner, space=vault, user=world.former_member, reason=LONG)
    appeal(user=world.former_member, exclusion=excluded, text=LONG)
    names["exclusion"] = excluded.pk
