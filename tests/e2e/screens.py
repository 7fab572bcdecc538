"""Every screen of the product, and who looks at it.

A new page is one entry here: accessibility, validity, widths and the console are then checked.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from apps.accounts.actions import change_password, confirm_email, invite_person
from apps.posts.actions import create_comment, create_post, pin_post, react
from apps.profiles.actions import create_unit, edit_profile, update_directory_entry
from apps.profiles.models import Unit, User
from apps.spaces.actions import archive_space
from tests.conftest import World, make_person, make_space

PASSWORD = "cheval-agrafe-marine-42"
LONG = "<p>Une phrase qui se lit d’un trait, puis une autre, comme on parle.</p>" * 16
RICH = (
    "<h3>Un titre</h3><p>Du <strong>gras</strong>, du <em>penché</em>, du <code>code</code> et "
    '<a href="https://example.test/">un lien</a>.</p><ul><li>un</li><li>deux</li></ul>'
    "<ol><li>trois</li></ol><blockquote><p>cité</p></blockquote><pre><code>x = 1</code></pre>"
)
Act = Callable[[Page], None]


@dataclass(frozen=True)
class Screen:
    """A page as one person gets it. `path` names what `furnish` made: "/spaces/{open}/".

    `sent` are the fields of a form posted to `path`; `act` is what one does there in a browser
    before looking. `ours` is false where a package draws the page.
    """

    name: str
    path: str
    who: str | None = "member"
    status: int = 200
    sent: dict[str, str] = field(default_factory=dict)
    act: Act | None = None
    ours: bool = True


def press(selector: str, shows: str) -> Act:
    """Press the first `selector`, and wait until `shows` is there."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        expect(page.locator(shows).first).to_be_visible()

    return act


def strike(key: str, shows: str) -> Act:
    def act(page: Page) -> None:
        page.keyboard.press(key)
        expect(page.locator(shows).first).to_be_visible()

    return act


def in_turn(*acts: Act) -> Act:
    def act(page: Page) -> None:
        for one in acts:
            one(page)

    return act


def show_the_pill(page: Page) -> None:
    """As when somebody wrote."""
    page.evaluate(
        "() => Object.assign(document.querySelector('[data-pill]'), "
        "{ hidden: false, textContent: '2 new posts' })"
    )


compose = press("#composer .composer__ask", "#composer .ProseMirror")
POST_MENU = "article.card .menu summary"

ENTRANCE = [
    Screen("sign in", "/accounts/login/", None),
    Screen("sign in, refused", "/accounts/login/", None, sent={"login": "x", "password": "y"}),
    Screen("sign up, closed", "/accounts/signup/", None),
    Screen("forgotten password", "/accounts/password/reset/", None),
    Screen("forgotten password, sent", "/accounts/password/reset/done/", None),
    Screen("reset link, over", "/accounts/password/reset/key/1-x/", None),
    Screen("e-mail to confirm", "/accounts/confirm-email/", None),
    Screen("e-mail link, over", "/accounts/confirm-email/nothing/", None),
    Screen("account closed", "/accounts/inactive/", None),
    Screen("invitation", "/accounts/invitation/{invitation}/", None),
    Screen("invitation, signed in", "/accounts/invitation/{invitation}/"),
    Screen("invitation, over", "/accounts/invitation/nothing/", None, 410),
    Screen(
        "invitation, refused",
        "/accounts/invitation/{invitation}/",
        None,
        422,
        sent={"display_name": "", "password": "short"},
    ),
]
FEEDS = [
    Screen("home", "/"),
    Screen("home, further down", "/?before={cursor}"),
    Screen("home, new posts", "/", act=show_the_pill),
    Screen("home, empty", "/", "newcomer"),
    Screen("home, composing", "/", act=compose),
    Screen(
        "home, link in the text",
        "/",
        act=in_turn(compose, press("[data-act=link]", "#link-dialog")),
    ),
    Screen(
        "home, choosing a space",
        "/",
        act=in_turn(compose, press("[data-choose-space]", "#places-dialog [data-places] a")),
    ),
    Screen("home, keys", "/", act=strike("?", "#shortcuts")),
    Screen("home, account menu", "/", act=press(".account summary", ".account .items")),
    Screen("space", "/spaces/{open}/", "animator"),
    Screen("space, without a post", "/spaces/{quiet}/", "owner"),
    Screen("space, reading only", "/spaces/{archived}/"),
    Screen("space on request", "/spaces/{on_request}/"),
    Screen("space, confidential", "/spaces/{confidential}/"),
    Screen("space, as outsider", "/spaces/{open}/", "outsider"),
    Screen("closed door", "/spaces/{on_request}/", "outsider", 403),
    Screen(
        "space menu",
        "/spaces/{open}/",
        "owner",
        act=press(".space-head summary", ".space-head .items"),
    ),
    Screen(
        "card menu",
        "/spaces/{open}/",
        "owner",
        act=press(POST_MENU, "article.card .menu__panel"),
    ),
    Screen(
        "withdrawing",
        "/spaces/{open}/",
        "owner",
        act=in_turn(
            press(POST_MENU, "article.card .menu__panel"),
            press("article.card .menu__item--grave:visible", "#confirm"),
        ),
    ),
    Screen(
        "reacting",
        "/spaces/{open}/",
        act=press("article.card .reactions__more summary", ".reactions__choices"),
    ),
    Screen(
        "answering in a card",
        "/spaces/{open}/",
        act=in_turn(
            press("article.card .reply-line", "article.card form.answer"),
            press("article.card form.answer .field", "article.card form.answer .ProseMirror"),
        ),
    ),
    Screen("person", "/people/{owner}/"),
    Screen("person, oneself", "/people/{member}/"),
    Screen("person, nothing to read", "/people/{newcomer}/"),
]
SPACES = [
    Screen("spaces", "/spaces/"),
    Screen("spaces, mine", "/spaces/?show=mine", "newcomer"),
    Screen("spaces, none found", "/spaces/?q=zzzz"),
    Screen("new space", "/spaces/new/"),
    Screen("new space, refused", "/spaces/new/", status=422, sent={"name": ""}),
    Screen("describing a space", "/spaces/{open}/edit/", "owner"),
    Screen("describing, refused", "/spaces/{open}/edit/", "owner", 422, sent={"name": ""}),
    Screen("making stricter", "/spaces/{open}/kind/", "owner"),
    Screen("making stricter, refused", "/spaces/{open}/kind/", "owner", 422, sent={"kind": "x"}),
    Screen("members", "/spaces/{confidential}/members/", "owner"),
    Screen("members, as member", "/spaces/{confidential}/members/"),
    Screen("members, adding", "/spaces/{confidential}/members/?add=os", "owner"),
    Screen(
        "members, a role",
        "/spaces/{confidential}/members/",
        "owner",
        act=press("#members .menu summary", "#members .menu .items"),
    ),
    Screen("who sees what", "/spaces/{confidential}/about/"),
    Screen("where to write", "/spaces/picker/"),
    Screen("where to write, none", "/spaces/picker/?q=zzzz"),
]
WRITING = [
    Screen("post", "/posts/{post}/"),
    Screen("post, without answers", "/posts/{lonely}/"),
    Screen("post, of a leader", "/posts/{voice}/"),
    Screen("writing", "/spaces/everyone/posts/"),
    Screen("writing in a space", "/spaces/{confidential}/posts/"),
    Screen("writing, refused", "/spaces/{open}/posts/", status=422, sent={"body": ""}),
    Screen("answering", "/posts/{post}/comments/new/"),
    Screen("answering somebody", "/posts/{post}/comments/new/?parent={comment}"),
    Screen("answering, refused", "/posts/{post}/comments/", status=422, sent={"body": ""}),
    Screen("editing a post", "/posts/{post}/edit/", "owner"),
    Screen("editing an answer", "/comments/{comment}/edit/", "animator"),
]
PEOPLE = [
    Screen("directory", "/people/"),
    Screen("directory, found", "/people/?q=ani"),
    Screen("directory, none found", "/people/?q=zzzz"),
    Screen("my page", "/settings/"),
    Screen("my page, refused", "/settings/", status=422, sent={"about": "x" * 1001}),
    Screen("language and appearance", "/settings/preferences/"),
    Screen("sessions", "/accounts/sessions/"),
    Screen("e-mail address", "/accounts/email/"),
    Screen("password", "/accounts/password/change/"),
    Screen("password, refused", "/accounts/password/change/", sent={"oldpassword": "x"}),
    Screen("password again", "/accounts/reauthenticate/"),
    Screen("second step", "/accounts/2fa/"),
    Screen("second step, set up", "/accounts/2fa/", "careful"),
    Screen("authenticator app", "/accounts/2fa/totp/activate/"),
    Screen("authenticator app, wrong", "/accounts/2fa/totp/activate/", sent={"code": "000000"}),
    Screen("authenticator app, ending", "/accounts/2fa/totp/deactivate/", "careful"),
    Screen("recovery codes", "/accounts/2fa/recovery-codes/generate/", "careful"),
    Screen("passkeys", "/accounts/2fa/webauthn/"),
    Screen("passkey, adding", "/accounts/2fa/webauthn/add/"),
    Screen("signing out", "/accounts/logout/"),
]
ELSEWHERE = [
    Screen("not there", "/posts/999999/", status=404),
    Screen("not there, signed out", "/nothing-here.txt", None, 404),
    Screen("not allowed", "/spaces/{open}/edit/", "outsider", 403),
    Screen("administration", "/admin/", "administrator", ours=False),
]
SCREENS = [*ENTRANCE, *FEEDS, *SPACES, *WRITING, *PEOPLE, *ELSEWHERE]


@dataclass
class Furnished:
    """A world with something on every screen."""

    people: dict[str, User]
    names: dict[str, object]
    clients: dict[str | None, Client] = field(default_factory=dict)

    def client(self, who: str | None) -> Client:
        """The session of this one of the cast; always the same."""
        if who not in self.clients:
            self.clients[who] = client_of(self.people[who] if who else None)
        return self.clients[who]

    def path(self, screen: Screen) -> str:
        return screen.path.format_map(self.names)


def furnish(world: World) -> Furnished:
    owner, member, animator = world.owner, world.member, world.animator
    newcomer, careful = make_person("Nora Newcomer"), make_person("Céline Careful")
    for person in (member, careful):
        change_password(person=person, password=PASSWORD)
        confirm_email(person)
    totp.TOTP.activate(careful, totp.generate_totp_secret())
    _organise(world)
    for number in range(21):
        create_post(author=owner, space=world.confidential, body=f"Message {number}")
    post = create_post(author=owner, space=world.open, body=RICH + LONG, title="Qui a essayé ?")
    comment = create_comment(author=animator, post=post, body="Moi, deux fois.")
    create_comment(author=owner, post=post, body="Et alors ?", parent=comment)
    for number in range(3):
        create_comment(author=member, post=post, body=f"Réponse {number}")
    react(user=member, said=post, kind="thanks")
    react(user=owner, said=comment, kind="learned")
    pin_post(actor=owner, post=post)
    create_post(author=member, space=world.on_request, body="Entre membres")
    lonely = create_post(author=owner, space=world.open, body=RICH)
    voice = create_post(author=world.leader, space=world.everyone, title="Cher·es", body=LONG)
    quiet, archived = make_space(owner, name="Quiet"), make_space(owner, name="Archived")
    create_post(author=owner, space=archived, body="C’était bien.")
    archive_space(actor=owner, space=archived)
    invitation = invite_person(actor=world.administrator, email="noemie@example.test")
    people = {**world.cast, "newcomer": newcomer, "careful": careful}
    names = {
        **{name: person.username for name, person in people.items()},
        **{kind: getattr(world, kind).slug for kind in ("open", "on_request", "confidential")},
        "quiet": quiet.slug,
        "archived": archived.slug,
        "post": post.pk,
        "comment": comment.pk,
        "lonely": lonely.pk,
        "voice": voice.pk,
        "invitation": invitation.link.rstrip("/").rpartition("/")[2],
    }
    page = client_of(member).get("/").text
    names["cursor"] = re.search(r'href="[^"]*\?before=([^"]+)"', page)[1]  # type: ignore[index]
    return Furnished(people, names)


def client_of(user: User | None) -> Client:
    """A session of `user`, who has just given their password again if they have one."""
    client = Client(headers={"accept-language": "en-GB"})
    if user is not None:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        if user.has_usable_password():
            client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def _organise(world: World) -> None:
    site = create_unit(name="Lyon", kind=Unit.Kind.SITE)
    unit = create_unit(name="Atelier", parent=create_unit(name="Industrie"))
    for person in (world.owner, world.member, world.animator):
        update_directory_entry(
            actor=world.administrator,
            person=person,
            job_title="Monteuse",
            unit=unit,
            site=site,
            manager=None if person == world.leader else world.leader,
        )
    update_directory_entry(actor=world.administrator, person=world.outsider, manager=world.owner)
    edit_profile(
        actor=world.owner,
        person=world.owner,
        about="Je répare ce qui grince.",
        skills=["métrologie", "vis"],
        languages=["fr", "en"],
        pronouns="elle",
        pronunciation="odile",
        phone="+33 4 00 00 00 00",
        location="Hall B",
    )
