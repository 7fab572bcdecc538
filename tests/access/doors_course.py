"""What a space's course lets out: permissions, departure, consent, its end, its copy."""

from tests.access.doors import NAME, OWNERS, READERS, Door, get, post

DOORS = [
    Door("permissions", get(lambda t: f"/spaces/{t.space.slug}/permissions/"), (NAME,)),
    Door(
        "permissions, changed",
        post(lambda t: f"/spaces/{t.space.slug}/permissions/", pin_in_space="nobody"),
        (NAME,),
        READERS,
    ),
    Door("consent", get(lambda t: f"/spaces/{t.space.slug}/consent/"), (NAME,)),
    Door("consent to everything", post(lambda t: f"/spaces/{t.space.slug}/consent/")),
    Door("consent to one", post(lambda t: f"/posts/{t.post.pk}/consent/")),
    Door("departure", get(lambda t: f"/spaces/{t.space.slug}/departure/"), (NAME,)),
    Door(
        "departure, unsure",
        post(lambda t: f"/spaces/{t.space.slug}/departure/", words="remove"),
        (NAME,),
    ),
    Door(
        "kind, chosen",
        get(lambda t: f"/spaces/{t.space.slug}/kind/?kind=on_request"),
        (NAME,),
        OWNERS,
    ),
    Door("deletion", get(lambda t: f"/spaces/{t.space.slug}/deletion/"), (NAME,), OWNERS),
    Door("offer", get(lambda t: f"/spaces/{t.space.slug}/offer/")),
    Door("export", get(lambda t: f"/spaces/{t.space.slug}/export/"), (NAME,), OWNERS),
    Door(
        "export's file",
        get(
            lambda t: f"/spaces/{t.space.slug}/export/0b7d2f4e-0000-4000-8000-000000000000/",
        ),
    ),
]
