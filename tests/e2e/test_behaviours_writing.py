"""Writing in the browser: in place, once, and nothing typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from apps.accounts.actions import confirm_email
from apps.posts.actions import create_comment, create_post
from apps.posts.models import Comment, Post
from tests.e2e.writing import open_composer, watch_complaints, write_in
from tests.processes import eventually

pytestmark = pytest.mark.browser


def test_a_post_published_in_place_appears_on_top_with_focus(live_world, page_of):
    space = live_world.open
    create_post(author=live_world.owner, space=space, body="Déjà là")
    page = page_of(live_world.member, f"/spaces/{space.slug}/")
    complaints = watch_complaints(page)
    composer = open_composer(page)
    write_in(composer, "Tout neuf")
    composer.locator("button[data-once]").click()
    cards = page.locator("article.card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Tout neuf")
    expect(cards.first).to_be_focused()
    expect(page.locator("form#composer")).to_have_count(0)
    expect(page.locator(".composer__ask")).to_be_visible()
    expect(page.locator("#announcer")).not_to_be_empty()
    assert complaints == []


def test_ctrl_enter_publishes_and_a_double_click_publishes_once(live_world, page_of):
    space = live_world.open
    page = page_of(live_world.member, f"/spaces/{space.slug}/")
    write_in(open_composer(page), "Aux touches")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.card")).to_contain_text("Aux touches")
    composer = open_composer(page)
    write_in(composer, "Deux clics")
    composer.locator("button[data-once]").dblclick()
    expect(page.locator("article.card")).to_have_count(2)
    page.wait_for_timeout(500)
    assert Post.objects.filter(space=space).count() == 2


def test_an_empty_post_is_refused_in_the_form(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    composer = open_composer(page)
    composer.locator("[name=title]").fill("Un titre seul")
    composer.locator("button[data-once]").click()
    expect(page.locator("form#composer .field__error")).to_be_visible()
    expect(page.locator("form#composer [name=title]")).to_have_value("Un titre seul")
    expect(page.locator("form#composer .ProseMirror")).to_have_attribute("aria-invalid", "true")


def test_escape_and_cancel_bring_the_invitation_back(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    open_composer(page)
    page.keyboard.press("Escape")
    expect(page.locator(".composer__ask")).to_be_focused()
    composer = open_composer(page)
    write_in(composer, "Je ne suis pas sûr")
    page.keyboard.press("Escape")
    expect(composer).to_be_visible()
    composer.locator("[data-composer-cancel]").click()
    expect(page.locator("#toasts")).to_contain_text("Your text is kept")
    composer = open_composer(page)
    expect(composer).to_contain_text("Je ne suis pas sûr")
    composer.locator("[data-start-over]").click()
    expect(composer).not_to_contain_text("Je ne suis pas sûr")
    page.keyboard.press("Escape")
    composer = open_composer(page)
    expect(composer.locator(".kept")).to_have_count(0)


def test_words_survive_a_reload_and_belong_to_one_person(live_world, page_of):
    path = f"/spaces/{live_world.open.slug}/"
    page = page_of(live_world.member, path)
    composer = open_composer(page)
    composer.locator("[name=title]").fill("Un titre")
    write_in(composer, "Une phrase commencée")
    page.reload()
    composer = open_composer(page)
    expect(composer).to_contain_text("Une phrase commencée")
    expect(composer.locator("[name=title]")).to_have_value("Un titre")
    kept = "() => Object.keys(localStorage).filter((key) => key.startsWith('rsn.kept.'))"
    assert page.evaluate(kept)
    page.evaluate("() => localStorage.setItem('rsn.kept.99999./posts/', '{}')")
    page.reload()
    assert all(".99999." not in key for key in page.evaluate(kept))
    page.locator("form[action*='/logout/'] button").dispatch_event("click")
    page.wait_for_url("**/accounts/**")
    assert page.evaluate(kept) == []


def test_a_text_that_was_begun_is_offered_at_home(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.confidential.slug}/")
    write_in(open_composer(page), "À finir")
    page.goto("/")
    page.get_by_role("link", name="Continue the text you began").click()
    composer = page.locator("form#composer")
    expect(composer).to_contain_text("À finir")
    expect(composer.locator(".composer__audience")).to_contain_text("Nobody else")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.card")).to_contain_text("À finir")
    expect(page.locator("[data-unfinished]")).to_have_count(0)


def test_a_dead_server_keeps_the_text_and_a_retry_publishes_once(live_world, page_of):
    space = live_world.open
    page = page_of(live_world.member, f"/spaces/{space.slug}/")
    composer = open_composer(page)
    write_in(composer, "Malgré la coupure")
    # The first time the server publishes, but its answer is lost.
    page.route("**/spaces/*/posts/", lambda route: (route.fetch(), route.abort()))
    composer.locator("button[data-once]").click()
    expect(page.locator("#toasts")).to_contain_text("Your text is kept")
    expect(composer).to_contain_text("Malgré la coupure")
    expect(composer.locator("button[data-once]")).to_be_enabled()
    page.unroute("**/spaces/*/posts/")
    page.locator("#toasts").get_by_role("button", name="Try again").click()
    expect(page.locator("article.card")).to_contain_text("Malgré la coupure")
    assert Post.objects.filter(space=space).count() == 1
    page.reload()
    expect(open_composer(page).locator(".kept")).to_have_count(0)


def test_an_error_of_the_server_does_not_replace_the_form(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    composer = open_composer(page)
    write_in(composer, "Important")
    page.route("**/spaces/*/posts/", lambda route: route.fulfill(status=500, body="<h1>no</h1>"))
    composer.locator("button[data-once]").click()
    expect(page.locator("#toasts")).to_contain_text("Your text is kept")
    expect(composer).to_contain_text("Important")


def test_writing_elsewhere_keeps_the_words_and_changes_the_readers(live_world, page_of):
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    composer = open_composer(page)
    write_in(composer, "Plutôt entre nous")
    composer.locator("[data-choose-space]").click()
    dialog = page.locator("#places-dialog")
    dialog.locator("input[type=search]").fill("confid")
    expect(dialog.locator("[data-places] a")).to_have_count(1)
    dialog.locator("[data-places] a").click()
    expect(dialog).to_be_hidden()
    expect(composer.locator(".composer__audience")).to_contain_text("Nobody else")
    expect(composer).to_contain_text("Plutôt entre nous")
    composer.locator("button[data-once]").click()
    expect(page.locator("#toasts")).to_contain_text("published in the space you chose")
    expect(page.locator("article.card")).to_have_count(0)
    assert Post.objects.get().space == live_world.confidential


def test_an_answer_appears_once_and_the_next_one_can_be_written(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Une question")
    page = page_of(live_world.member, f"/posts/{post.pk}/")
    for number, text in enumerate(("La première", "La seconde"), start=1):
        form = page.locator("#comments > form")
        write_in(form, text)
        form.locator("button[data-once]").click()
        comments = page.locator(".thread .comment")
        expect(comments).to_have_count(number)
        expect(comments.last).to_contain_text(text)
        expect(comments.last).to_be_focused()
        expect(form.locator("textarea")).to_have_value("")
    page.wait_for_timeout(3000)
    expect(page.locator(".comment")).to_have_count(2)
    assert post.comments.count() == 2


def test_an_answer_to_an_answer_stands_under_it(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Une question")
    first = create_comment(author=live_world.owner, post=post, body="Une précision")
    page = page_of(live_world.member, f"/posts/{post.pk}/")
    page.locator(f"#comment-{first.pk} [data-answer]").click()
    form = page.locator(f"#reply-to-{first.pk} form")
    write_in(form, "Merci pour elle")
    form.locator("button[data-once]").click()
    expect(page.locator(".thread__replies .comment")).to_contain_text("Merci pour elle")
    expect(form).to_have_count(0)
    assert Comment.objects.get(author=live_world.member).parent == first


def test_an_answer_in_a_feed_and_one_that_is_edited(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Une question")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    card = page.locator(f"#post-{post.pk}")
    card.locator(".reply-line").click()
    write_in(card.locator("form[data-keep]"), "Vue du fil")
    page.keyboard.press("Control+Enter")
    expect(card.locator(".said-line")).to_contain_text("Vue du fil")
    expect(card.locator("form[data-keep]")).to_have_count(0)
    comment = post.comments.get()
    page.goto(f"/posts/{post.pk}/")
    place = page.locator(f"#comment-{comment.pk}")
    place.locator("details.menu summary").click()
    place.get_by_role("link", name="Edit").click()
    editor = place.locator(".ProseMirror")
    expect(editor).to_have_text("Vue du fil")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    place.locator("details.menu summary").click()
    place.get_by_role("link", name="Edit").click()
    expect(editor).to_be_focused()
    page.keyboard.type(", corrigée")
    place.locator("button[data-once]").click()
    expect(place).to_contain_text("Vue du fil, corrigée")
    expect(page.locator(f"#comment-{comment.pk}")).to_have_count(1)
    assert eventually(lambda: Comment.objects.get(pk=comment.pk).edited_at)


def test_a_form_that_is_open_survives_a_reaction_on_its_card(live_world, page_of):
    post = create_post(author=live_world.owner, space=live_world.open, body="Une question")
    page = page_of(live_world.member, f"/spaces/{live_world.open.slug}/")
    card = page.locator(f"#post-{post.pk}")
    card.locator(".reply-line").click()
    write_in(card.locator("form[data-keep]"), "Je réfléchis")
    card.locator(".reactions__more summary").click()
    card.locator("button[value=thanks]").click()
    expect(card.locator("button[value=thanks]")).to_contain_text("1")
    expect(card.locator("form[data-keep]")).to_contain_text("Je réfléchis")


def test_a_session_that_ended_while_writing_costs_nothing(live_world, page_of):
    member = live_world.member
    member.set_password("une-phrase-de-passe-2026")
    member.save()
    confirm_email(member)
    page = page_of(member, f"/spaces/{live_world.open.slug}/")
    write_in(open_composer(page), "Interrompue")
    Session.objects.all().delete()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/accounts/login/**")
    page.locator("[name=login]").fill(member.email)
    page.locator("[name=password]").fill("une-phrase-de-passe-2026")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/spaces/{live_world.open.slug}/**")
    composer = open_composer(page)
    expect(composer).to_contain_text("Interrompue")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article.card")).to_contain_text("Interrompue")
    assert Post.objects.get().text == "Interrompue"
