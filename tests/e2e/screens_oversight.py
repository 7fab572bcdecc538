"""Exceptional access, and administration."""

from apps.mailing.actions import suppress_address
from apps.oversight.actions import approve_access, ask_access, retry_deliveries
from apps.oversight.models import Access
from apps.posts.actions import create_comment, create_post
from apps.profiles.models import User
from apps.profiles.roles import set_roles
from tests.conftest import World
from tests.e2e.screens import Screen

ADMIN = "administrator"
SCREENS = [
    Screen("exceptional access", "/break-glass/", ADMIN),
    Screen("exceptional access, refused", "/break-glass/", ADMIN, 422, sent={"address": ""}),
    Screen("exceptional access, to answer", "/break-glass/", "analyst"),
    Screen("exceptional access, the answer", "{glass_waiting}", "analyst"),
    Screen(
        "exceptional access, no word",
        "{glass_waiting}answer/",
        "analyst",
        422,
        sent={"answer": "decline", "word": ""},
    ),
    Screen("exceptional access, asked for", "{glass_waiting}", ADMIN),
    Screen("exceptional access, reading", "{glass}", ADMIN),
    Screen("exceptional access, one post", "{glass}posts/{glass_post}/", ADMIN),
    Screen("exceptional access, not for everybody", "/break-glass/", "member", 403),
    Screen("space, read by exception", "/spaces/{confidential}/", "owner"),
    Screen("administration", "/administration/", ADMIN),
    Screen("administration, not for everybody", "/administration/", "member", 403),
    Screen("people of administration", "/administration/people/", ADMIN),
    Screen("people, nobody found", "/administration/people/?q=zzz", ADMIN),
    Screen("invitation refused", "/administration/people/", ADMIN, 422, sent={"email": "x"}),
    Screen("a person of administration", "/administration/people/{member}/", ADMIN),
    Screen(
        "roles, said first",
        "/administration/people/{member}/roles/",
        ADMIN,
        sent={"is_leader": "on", "is_analyst": "on"},
    ),
    Screen("ending access, said first", "/administration/people/{member}/access/", ADMIN),
    Screen("units of administration", "/administration/units/", ADMIN),
    Screen("a unit of administration", "/administration/units/atelier/", ADMIN),
    Screen("mail of administration", "/administration/mail/", ADMIN),
    Screen("settings of administration", "/administration/settings/", ADMIN),
    Screen("spaces without an owner", "/administration/spaces/", ADMIN),
    Screen("what administrators did", "/administration/journal/", ADMIN),
    Screen("a wrong method", "/administration/deliveries/", ADMIN, 405),
]


def furnish(world: World, names: dict[str, object]) -> None:
    """The analyst is who approves; one access waits, one is in force for four hours."""
    User.objects.filter(pk=world.analyst.pk).update(email="approver@example.test")
    world.analyst.refresh_from_db()
    post = create_post(
        author=world.owner, space=world.confidential, title="Le calendrier", body="<p>Relu.</p>"
    )
    answer = create_comment(author=world.animator, post=post, body="Vu avec l’atelier.")
    create_comment(author=world.owner, post=post, body="Merci.", parent=answer)
    asked = {
        "asker": world.administrator,
        "address": world.confidential.slug,
        "text": "Un mot de passe y a été publié ce matin.",
    }
    waiting = ask_access(reason=Access.Reason.LEGAL, hours=2, **asked)
    opened = ask_access(reason=Access.Reason.SECURITY, hours=4, **asked)
    approve_access(actor=world.analyst, access=opened, word="D’accord, vite.")
    names["glass_waiting"] = f"/break-glass/{waiting.pk}/"
    names["glass"] = f"/break-glass/{opened.pk}/"
    names["glass_post"] = post.pk
    suppress_address(address="parti@example.test", reason="bounce", detail="5.1.1 unknown")
    set_roles(actor=world.administrator, person=world.outsider, is_communicator=True)
    retry_deliveries(actor=world.administrator)
