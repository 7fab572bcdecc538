"""The ways into a space and out of it."""

from tests.access.doors import ANIMATORS, FRAGMENT, NAME, Door, get, post

DOORS = [
    Door(
        "requests to come in",
        get(lambda t: f"/spaces/{t.space.slug}/requests/"),
        (NAME,),
        ANIMATORS,
    ),
    Door("asked to come in", post(lambda t: f"/spaces/{t.space.slug}/request/", message="x")),
    Door(
        "request taken back",
        post(lambda t: f"/spaces/{t.space.slug}/request/", _method="DELETE"),
    ),
    Door(
        "request answered",
        post(lambda t: f"/spaces/{t.space.slug}/requests/1/", answer="accept"),
    ),
    Door("invitation to a space", get(lambda t: f"/spaces/{t.space.slug}/invitation/")),
    Door(
        "invitation accepted",
        post(lambda t: f"/spaces/{t.space.slug}/invitation/", answer="accept"),
    ),
    Door(
        "invitations sent",
        get(lambda t: f"/spaces/{t.space.slug}/invitations/"),
        (NAME,),
        ANIMATORS,
    ),
    Door(
        "somebody invited",
        post(lambda t: f"/spaces/{t.space.slug}/invitations/", username="laure-leader"),
        ("Laure",),
        ANIMATORS,
    ),
    Door(
        "a list invited",
        post(lambda t: f"/spaces/{t.space.slug}/invitations/", addresses="nobody"),
        (NAME,),
        ANIMATORS,
    ),
    Door(
        "invitation withdrawn",
        post(lambda t: f"/spaces/{t.space.slug}/invitations/1/", _method="DELETE"),
    ),
    Door("unit given access", post(lambda t: f"/spaces/{t.space.slug}/units/", unit="x")),
    Door(
        "access of a unit ended",
        post(lambda t: f"/spaces/{t.space.slug}/units/x/", _method="DELETE"),
    ),
    Door("own exclusion", get(lambda t: f"/spaces/{t.space.slug}/exclusion/")),
    Door("appealed", post(lambda t: f"/spaces/{t.space.slug}/exclusion/", text="x")),
    Door("exclusions", get(lambda t: f"/spaces/{t.space.slug}/exclusions/"), (NAME,), ANIMATORS),
    Door(
        "appeal answered",
        post(lambda t: f"/spaces/{t.space.slug}/exclusions/1/", decision="keep", word="x"),
    ),
    Door(
        "form of an exclusion",
        get(lambda t: f"/spaces/{t.space.slug}/members/mehdi-member/exclusion/"),
        (NAME, "Mehdi"),
        ANIMATORS,
    ),
    Door(
        "nobody excluded",
        post(lambda t: f"/spaces/{t.space.slug}/members/mehdi-member/exclusion/", reason=""),
        (NAME,),
        ANIMATORS,
    ),
    Door(
        "units to invite",
        get(lambda t: f"/spaces/{t.space.slug}/members/?add=x", **FRAGMENT),
    ),
]
