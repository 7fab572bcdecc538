"""The editor over the plain field."""

import pytest
from playwright.sync_api import expect

from apps.posts.models import Post
from tests.e2e.writing import hold_back, open_composer

pytestmark = pytest.mark.browser

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p{color:red}</style></head><body><h1 style="mso-x:1">Titre</h1>
<p class="MsoNormal"><span style="color:red">Un <b>mot</b></span><o:p></o:p></p>
<script>alert(1)</script>
<p><a href="javascript:alert(1)" onclick="x()">piège</a></p>
<p><img src=x onerror=alert(1)></p></body></html>"""


@pytest.fixture
def composer(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    return open_composer(page)


def published(composer) -> str:
    composer.page.keyboard.press("Control+Enter")
    expect(composer.page.locator("article.card")).to_be_visible()
    return Post.objects.get().html


def test_the_toolbar_by_keyboard(composer):
    page = composer.page
    page.keyboard.press("Alt+F10")
    bold = composer.locator("[data-act=bold]")
    expect(bold).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(composer.locator("[data-act=italic]")).to_be_focused()
    page.keyboard.press("End")
    expect(composer.locator("[data-act=codeBlock]")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bold).to_be_focused()
    page.keyboard.press("Enter")
    expect(composer.locator(".ProseMirror")).to_be_focused()
    expect(bold).to_have_attribute("aria-pressed", "true")
    page.keyboard.type("gras")
    assert published(composer) == "<p><strong>gras</strong></p>"


def test_every_button_gives_what_the_server_keeps(composer):
    page = composer.page
    for act, text in (
        ("heading", "Titre"),
        ("bulletList", "un"),
        ("orderedList", "premier"),
        ("blockquote", "cité"),
        ("codeBlock", "x = 1"),
    ):
        composer.locator(f"[data-act={act}]").click()
        page.keyboard.type(text)
        for _ in range(3):
            page.keyboard.press("Enter")
    html = published(composer)
    for tag in ("<h3>", "<ul>", "<ol>", "<blockquote>", "<pre><code>"):
        assert tag in html


def test_a_link_is_asked_for_in_a_dialog(composer):
    page = composer.page
    page.keyboard.type("notre page")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    dialog = page.locator("#link-dialog")
    field = dialog.get_by_label("Address")
    expect(field).to_be_focused()
    field.fill("pas une adresse")
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    field.fill("exemple.fr/page")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(composer.locator(".ProseMirror a")).to_have_attribute("href", "https://exemple.fr/page")
    assert 'href="https://exemple.fr/page"' in published(composer)


def test_a_pasted_document_is_cleaned(composer):
    composer.locator(".ProseMirror").evaluate(
        """(element, html) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            element.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }""",
        WORD,
    )
    inside = composer.locator(".ProseMirror").inner_html()
    for trace in ("style", "Mso", "javascript:", "onclick", "onerror", "<img", "alert"):
        assert trace not in inside.replace("ProseMirror-trailingBreak", "")
    assert "<h3>Titre</h3>" in inside
    assert "<strong>mot</strong>" in inside


def test_the_plain_field_remains_when_the_editor_does_not_come(live_world, context_of):
    page = context_of(live_world.member).new_page()
    page.route("**/django_prose_editor/editor*.js", lambda route: route.abort())
    page.goto(f"/spaces/{live_world.open.slug}/")
    page.locator(".composer__ask").click()
    field = page.locator("form#composer textarea")
    expect(field).to_be_focused()
    page.keyboard.type("Sans éditeur\n\nDeux paragraphes")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.card")).to_contain_text("Deux paragraphes")
    assert Post.objects.get().html == "<p>Sans éditeur</p><p>Deux paragraphes</p>"


def test_what_is_typed_while_the_editor_loads_is_in_it(live_world, context_of):
    page = context_of(live_world.member).new_page()
    held = hold_back(page, "**/django_prose_editor/editor*.js")
    page.goto(f"/spaces/{live_world.open.slug}/")
    page.locator(".composer__ask").click()
    expect(page.locator("form#composer textarea")).to_be_focused()
    page.keyboard.type("Déjà <b>là</b>")
    while held:
        held.pop().continue_()
    editor = page.locator("form#composer .ProseMirror")
    expect(editor).to_be_focused()
    page.keyboard.type(", et après")
    expect(editor).to_have_text("Déjà <b>là</b>, et après")


def test_a_starter_begins_the_sentence(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    page.locator(".composer__starters a").first.click()
    editor = page.locator("form#composer .ProseMirror")
    expect(editor).to_be_focused()
    page.keyboard.type("de le dire.")
    expect(editor).to_contain_text("I tried")
    expect(editor).to_contain_text("de le dire.")
