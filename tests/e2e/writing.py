"""What a person does in a browser to write."""

from playwright.sync_api import Locator, Page, Route, expect


def write_in(form: Locator, text: str) -> Locator:
    """Type into the editor of `form`, once it has come over the plain field; returns the editor."""
    editor = form.locator(".ProseMirror")
    if not editor.count():
        form.locator("textarea").focus()
    expect(editor).to_be_visible()
    editor.click()
    form.page.keyboard.type(text)
    return editor


def open_composer(page: Page) -> Locator:
    """The composer of this page, opened in place, with its editor."""
    page.locator(".composer__ask").click()
    composer = page.locator("form#composer")
    expect(composer.locator(".ProseMirror")).to_be_focused()
    return composer


def hold_back(page: Page, pattern: str) -> list[Route]:
    """The requests to `pattern`, as they come; each waits for its `abort()` or `continue_()`."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(pattern, hold)
    return held


def watch_complaints(page: Page) -> list[str]:
    """Errors of scripts and refusals by the content security policy, as they come."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def listen(message: object) -> None:
        text = message.text  # type: ignore[attr-defined]
        if message.type == "error" and "Failed to load resource" not in text:  # type: ignore[attr-defined]
            complaints.append(text)

    page.on("console", listen)
    return complaints
