"""Files in a browser: chosen, pasted, dropped, sent with their progress, and waited for."""

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.files.actions import settle_file
from apps.posts.actions import renew_cards_of_file
from apps.posts.models import Attachment, Post
from tests.e2e.writing import hold_back, open_composer, watch_complaints
from tests.files import samples

pytestmark = pytest.mark.browser

GIVE = """(form, [how, name, type, bytes]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], name, { type }));
    const place = form.querySelector(".ProseMirror");
    const about = { bubbles: true, cancelable: true };
    const event = how === "paste"
        ? new ClipboardEvent("paste", { ...about, clipboardData: data })
        : new DragEvent("drop", { ...about, dataTransfer: data });
    place.dispatchEvent(event);
}"""


def give(form: Locator, how: str, name: str, kind: str, content: bytes) -> None:
    form.evaluate(GIVE, [how, name, kind, list(content)])


def choose(page: Page, form: Locator, *uploads) -> None:
    with page.expect_file_chooser() as chooser:
        form.get_by_role("button", name="Attach pictures or files").click()
    chooser.value.set_files(
        [{"name": u.name, "mimeType": u.content_type, "buffer": u.read()} for u in uploads]
    )


def test_chosen_described_published_and_shown(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    complaints = watch_complaints(page)
    composer = open_composer(page)
    page.keyboard.type("Deux fichiers.")
    choose(page, composer, samples.picture("été.jpg"), samples.upload("a.pdf", samples.PDF))
    lines = composer.locator("[data-tray-items] > li")
    expect(lines.locator("input[name=files]")).to_have_count(2)
    # One's own picture is there at once; the server has made none yet.
    expect(lines.filter(has_text="été.jpg").locator("img")).to_be_visible()
    composer.get_by_label("What été.jpg shows").fill("Un champ de blé")
    composer.locator("[data-once]").click()
    card = page.locator("article[id^=post-]").first
    expect(card).to_contain_text("Deux fichiers.")
    expect(card).to_contain_text("This file is being checked.")
    post = Post.objects.get()
    for attachment in Attachment.objects.filter(post=post):
        settle_file(attachment.file_id)
        renew_cards_of_file(attachment.file_id)
    page.goto(post.get_absolute_url())
    shown = page.get_by_role("img", name="Un champ de blé")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 300
    with page.expect_download() as download:
        page.get_by_role("link", name="a.pdf").click()
    assert download.value.path().read_bytes() == samples.PDF
    assert not complaints


def test_pasted_dropped_and_removed(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    composer = open_composer(page)
    give(composer, "paste", "image.png", "image/png", samples.picture(kind="PNG").read())
    give(composer, "drop", "note.txt", "text/plain", b"Bonjour\n")
    give(composer, "drop", "prog.exe", "application/pdf", samples.EXE)
    lines = composer.locator("[data-tray-items] > li")
    expect(lines).to_have_count(3)
    expect(lines.filter(has_text="prog.exe")).to_contain_text("cannot be attached here")
    expect(lines.locator("input[name=files]")).to_have_count(2)
    lines.filter(has_text="prog.exe").get_by_role("button").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        lines.filter(has_text="note.txt").get_by_role("button").click()
    expect(lines).to_have_count(1)
    assert [a.file.name for a in Attachment.objects.select_related("file")] == ["image.png"]


def test_a_text_waits_for_its_files(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    composer = open_composer(page)
    page.keyboard.type("Avec un fichier.")
    held = hold_back(page, "**/files/")
    choose(page, composer, samples.upload("a.pdf", samples.PDF))
    expect(composer.locator("progress")).to_be_visible()
    composer.locator("[data-once]").click()
    page.wait_for_timeout(300)
    assert not Post.objects.exists(), "sent without its file"
    held[0].continue_()
    expect(page.locator("article[id^=post-]").first).to_contain_text("Avec un fichier.")
    assert Attachment.objects.get().post == Post.objects.get()
