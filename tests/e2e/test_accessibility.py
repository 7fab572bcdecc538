"""Every screen for everybody: axe, widths, large text, and no complaint of the browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, Page

from tests.e2e.every_screen import GROUPS, furnish
from tests.e2e.screens import Furnished, Screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
# The headings of a text being written are its author's.
WHERE = {"exclude": [[".ProseMirror > *"]]}
PATIENCE = 25_000  # milliseconds

WIDER_THAN_THE_WINDOW = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
    .map((one) => `${one.localName}.${one.className}`).slice(-3);
}"""
# Words that the box around them cuts off, without a sign that there is more.
CUT_OFF = """() => [...document.body.querySelectorAll("main *, header *, dialog[open] *")]
  .filter((one) => {
    if (!one.checkVisibility()) return false;
    if (one.closest(".visually-hidden, .fold, svg, textarea")) return false;
    const style = getComputedStyle(one);
    if (style.textOverflow === "ellipsis" || !one.textContent.trim()) return false;
    const hides = (way) => ["hidden", "clip"].includes(way);
    return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
      || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
  })
  .map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
# A target that an open menu covers in part is whole again when the menu closes.
UNDER_A_MENU = """(selector) => {
  const target = document.querySelector(selector);
  const one = target.getBoundingClientRect();
  return [...document.querySelectorAll("details.menu[open] > :not(summary)")].some((menu) => {
    const other = menu.getBoundingClientRect();
    return !menu.contains(target) && one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom;
  });
}"""
SEND = """([path, fields]) => {
  const form = document.createElement("form");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  Object.assign(form, { method: "post", action: path });
  for (const [name, value] of Object.entries({ ...fields, csrfmiddlewaretoken: token }))
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.submit();
}"""


class Looker:
    """Opens screens on one device, and notes what is wrong with them."""

    def __init__(self, furnished: Furnished, open_context, origin: str, device: dict) -> None:
        self.furnished = furnished
        self.origin = origin
        self.device = device
        self.wrong: list[str] = []
        self._open_context = open_context
        self._contexts: dict[str | None, BrowserContext] = {}

    def open(self, screen: Screen) -> Page:
        """The screen as it stands once one has done there what makes it."""
        page = self._context(screen.who).new_page()
        self._listen(page, screen)
        path = self.furnished.path(screen)
        if screen.sent:
            page.goto("/settings/" if screen.who else "/accounts/login/")
            with page.expect_navigation():
                page.evaluate(SEND, [path, screen.sent])
        else:
            answer = page.goto(path)
            assert answer is not None
            if answer.status != screen.status:
                self.note(screen, f"answers {answer.status}")
        if screen.act:
            page.wait_for_selector("html[data-live=online]")
            screen.act(page)
        return page

    def note(self, screen: Screen, what: str) -> None:
        self.wrong.append(f"{screen.name}: {what}")

    def _context(self, who: str | None) -> BrowserContext:
        if who not in self._contexts:
            context = self._open_context(None, reduced_motion="reduce", **self.device)
            context.set_default_timeout(PATIENCE)
            held = self.furnished.client(who).cookies.get(settings.SESSION_COOKIE_NAME)
            if held:
                cookie = {"name": held.key, "value": held.value, "url": self.origin}
                context.add_cookies([cookie])
            self._contexts[who] = context
        return self._contexts[who]

    def _listen(self, page: Page, screen: Screen) -> None:
        def hear(message) -> None:
            # The browser reports an answer of 4xx as an error; whether it is one is `status`.
            expected = "Failed to load resource" in message.text and screen.status >= 400
            if message.type in ("error", "warning") and not expected:
                self.note(screen, f"console: {message.text}")

        def see(request) -> None:
            if not request.url.startswith((self.origin, "data:", "blob:")):
                self.note(screen, f"asks {request.url}")

        page.on("console", hear)
        page.on("pageerror", lambda error: self.note(screen, f"script: {error}"))
        page.on("request", see)


@pytest.fixture(params=GROUPS)
def screens(request) -> list[Screen]:
    return GROUPS[request.param]


@pytest.fixture(params=[PHONE, DESK], ids=["phone-dark", "desk-light"])
def looker(request, live_world, context_of, network) -> Looker:
    return Looker(furnish(live_world), context_of, network.url, request.param)


def test_every_screen_is_accessible(looker: Looker, screens: list[Screen]):
    for screen in screens:
        page = looker.open(screen)
        for violation in Axe().run(page, WHERE, rules(screen)).response["violations"]:
            where = [node["target"] for node in violation["nodes"]]
            if violation["id"] == "target-size":
                where = [one for one in where if not page.evaluate(UNDER_A_MENU, one[0])]
            if where:
                looker.note(screen, f"{violation['id']}: {violation['help']} {where[:3]}")
        if screen.ours:
            check_room(looker, screen, page)
        page.close()
    assert not looker.wrong, "\n".join(looker.wrong)


def test_what_is_lost_is_seen(browser):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_content(
        "<main><p style='overflow: hidden; height: 1em; width: 5em'>one two three</p>"
        "<p style='width: 400px'>four</p></main>"
    )
    assert page.evaluate(CUT_OFF) == ["p.: one two three"]
    assert page.evaluate(WIDER_THAN_THE_WINDOW) == ["p."]
    page.close()


def rules(screen: Screen) -> dict:
    """What axe looks for; of another's page, what the law asks for."""
    tags = TAGS if screen.ours else [tag for tag in TAGS if tag.startswith("wcag")]
    return {"runOnly": tags, "resultTypes": ["violations"]}


def check_room(looker: Looker, screen: Screen, page: Page) -> None:
    """Nothing is lost at 320 pixels, nor in letters twice as large."""
    if looker.device is PHONE:
        page.set_viewport_size({"width": 320, "height": 640})
        said = "at 320 px"
    else:
        page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        said = "at 200 %"
        for cut in page.evaluate(CUT_OFF):
            looker.note(screen, f"{said}, cut off: {cut}")
    for wide in page.evaluate(WIDER_THAN_THE_WINDOW):
        looker.note(screen, f"{said}, wider than the window: {wide}")
