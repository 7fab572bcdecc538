"""The page of notifications: listed by conversation and day, opened, read."""

import re

from django.utils import timezone

from apps.notifications.actions import set_conversation
from apps.notifications.models import Notification
from apps.notifications.sources import ROWS_EACH
from apps.posts.actions import create_comment, create_post, react, withdraw_comment
from apps.posts.models import Comment
from apps.posts.presenters.threads import THREADS_PER_PAGE
from apps.spaces.actions import add_member, remove_member
from tests.conftest import make_person
from tests.queries import assert_constant_queries

PAGE, READ = "/notifications/", "/notifications/read/"
ENGLISH = {"accept-language": "en"}


def post_by(person, space, title="Banc B"):
    return create_post(author=person, space=space, title=title, body="Qui l’a étalonné ?")


def page_of(browser, path=PAGE):
    response = browser.get(path, headers=ENGLISH)
    assert response.status_code == 200
    return response.text


def entries(page):
    return re.findall(r'<li class="row told.*?</li>', page, re.DOTALL)


def test_three_people_who_answer_are_one_line(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.confidential)
    for person in (quiet_world.owner, quiet_world.animator):
        create_comment(author=person, post=post, body=f"Moi, {person.display_name}")
    clock.undo_window()
    page = page_of(signed_in(quiet_world.member))
    [entry] = entries(page)
    assert "Anaïs Animator and Odile Owner answered your post “Banc B”" in entry
    assert "Moi, Anaïs Animator" in entry, "what was said last"
    assert "Cave confidential" in entry
    assert "#lock" in entry
    assert "New:" in entry
    assert "Today" in page
    assert "1 new for you" in page


def test_each_day_has_its_line_and_its_name(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.open)
    for _ in range(3):
        create_comment(author=quiet_world.owner, post=post, body="Encore.")
        clock.undo_window()
        clock.go(hours=24)
    page = page_of(signed_in(quiet_world.member))
    assert len(entries(page)) == 3
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page.partition("</header>")[2])[:3] == [
        "Yesterday",
        "Wednesday 4 March",
        "Tuesday 3 March",
    ]


def test_other_kinds_of_one_conversation_stand_in_its_line(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.open)
    create_comment(author=quiet_world.owner, post=post, body="Moi.")
    react(user=quiet_world.leader, said=post, kind="thanks")
    clock.undo_window()
    [entry] = entries(page_of(signed_in(quiet_world.member)))
    answered, reacted = (entry.find(said) for said in ("answered your post", "reacted to"))
    assert -1 < answered < reacted, "words come before a reaction, though it came later"


def test_to_me_comes_first_and_all_holds_the_rest(quiet_world, clock, signed_in):
    post = post_by(quiet_world.owner, quiet_world.open)
    set_conversation(person=quiet_world.member, post=post, state="follow")
    create_comment(author=quiet_world.animator, post=post, body="Moi.")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    assert "Nothing is waiting for you" in page_of(browser)
    [entry] = entries(page_of(browser, PAGE + "?show=all"))
    assert "Anaïs Animator answered in “Banc B”" in entry
    assert "1 conversation with something new" in page_of(browser, PAGE + "?show=all")


def test_nothing_is_shown_of_what_one_no_longer_reads(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.confidential)
    create_comment(author=quiet_world.owner, post=post, body="Albatros")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    told = Notification.objects.get(person=quiet_world.member)
    assert "Albatros" in page_of(browser), "the premise"
    remove_member(actor=quiet_world.owner, space=quiet_world.confidential, user=quiet_world.member)
    for path in (PAGE, PAGE + "?show=all"):
        page = page_of(browser, path)
        assert not entries(page)
        assert "Albatros" not in page
    assert browser.get(f"{PAGE}{told.pk}/").status_code == 404


def test_withdrawn_words_leave_the_page(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.open)
    comment = create_comment(author=quiet_world.owner, post=post, body="Albatros")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    assert "Albatros" in page_of(browser)
    withdraw_comment(actor=quiet_world.owner, comment=comment)
    assert "Albatros" not in page_of(browser)


def test_opening_goes_to_the_answer_and_reads_it(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.open)
    comment = create_comment(author=quiet_world.owner, post=post, body="Moi.")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    [entry] = entries(page_of(browser))
    path = re.search(r'href="(/notifications/\d+/)"', entry)[1]
    assert signed_in(quiet_world.owner).get(path).status_code == 404, "another's"
    response = browser.get(path)
    assert response["Location"] == f"/posts/{post.pk}/#comment-{comment.pk}"
    assert not Notification.objects.filter(read_at=None, person=quiet_world.member).exists()
    assert "New:" not in page_of(browser)


def test_an_answer_far_down_is_opened_where_it_stands(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.open)
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(post=post, author=quiet_world.owner, html="…", text="…", published_at=now)
        for _ in range(THREADS_PER_PAGE)
    )
    comment = create_comment(author=quiet_world.owner, post=post, body="Tout en bas")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    told = Notification.objects.get(person=quiet_world.member)
    place = browser.get(f"{PAGE}{told.pk}/")["Location"]
    assert place.endswith(f"#comment-{comment.pk}")
    assert f'id="comment-{comment.pk}"' in browser.get(place).text
    assert f'id="comment-{comment.pk}"' not in browser.get(f"/posts/{post.pk}/").text


def test_a_place_given_is_read_by_opening_it(quiet_world, clock, signed_in):
    add_member(actor=quiet_world.owner, space=quiet_world.confidential, user=quiet_world.outsider)
    clock.undo_window()
    browser = signed_in(quiet_world.outsider)
    told = Notification.objects.get(person=quiet_world.outsider)
    assert "gave you a place in Cave confidential" in page_of(browser)
    response = browser.get(f"{PAGE}{told.pk}/")
    assert response["Location"] == f"/spaces/{quiet_world.confidential.slug}/"
    told.refresh_from_db()
    assert told.read_at


def test_one_line_or_everything_is_marked_as_read(quiet_world, clock, signed_in):
    for title in ("Un", "Deux", "Trois"):
        post = post_by(quiet_world.member, quiet_world.open, title)
        create_comment(author=quiet_world.owner, post=post, body="Moi.")
        create_comment(author=quiet_world.animator, post=post, body="Moi aussi.")
    set_conversation(person=quiet_world.owner, post=post, state="follow")
    clock.undo_window()
    browser, others = (
        signed_in(quiet_world.member),
        Notification.objects.exclude(person=quiet_world.member),
    )
    unread = Notification.objects.filter(person=quiet_world.member, read_at=None)
    waiting_elsewhere = others.filter(read_at=None).count()
    form = re.search(r'name="notification" value="(\d+)"', page_of(browser))
    response = browser.post(READ, {"notification": form[1]})
    assert (response.status_code, response["Location"]) == (303, PAGE)
    assert unread.count() == 4
    assert browser.post(READ, {"notification": others.first().pk}).status_code == 404
    for nonsense in ("x", "0", "9" * 30):
        assert browser.post(READ, {"notification": nonsense}).status_code == 404
    assert unread.count() == 4
    assert browser.post(READ).status_code == 303
    assert unread.count() == 0
    assert others.filter(read_at=None).count() == waiting_elsewhere
    assert browser.get(READ).status_code == 405


def test_marking_what_concerns_me_leaves_the_rest(quiet_world, clock, signed_in):
    mine = post_by(quiet_world.member, quiet_world.open)
    theirs = post_by(quiet_world.owner, quiet_world.open)
    set_conversation(person=quiet_world.member, post=theirs, state="follow")
    for post in (mine, theirs):
        create_comment(author=quiet_world.animator, post=post, body="Moi.")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    unread = Notification.objects.filter(person=quiet_world.member, read_at=None)
    browser.post(READ)
    assert [row.kind for row in unread.all()] == ["answered_in_followed"]
    assert browser.post(READ, {"show": "all"})["Location"] == PAGE + "?show=all"
    assert not unread.exists()


def test_pages_follow_each_other_without_a_gap(quiet_world, clock, signed_in):
    for number in range(45):
        post = post_by(quiet_world.member, quiet_world.open, f"Titre {number:02}")
        create_comment(author=quiet_world.owner, post=post, body="Moi.")
    clock.undo_window()
    browser, path, titles = signed_in(quiet_world.member), PAGE, []
    while path:
        page = page_of(browser, path)
        titles += re.findall(r"“(Titre \d+)”</a>", page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        path = more[1].replace("&amp;", "&") if more else ""
    assert titles == [f"Titre {number:02}" for number in reversed(range(45))]
    assert "You are up to date." in page
    assert browser.get(PAGE + "?before=nonsense").status_code == 404


def test_what_is_put_below_does_not_begin_the_day_again(quiet_world, clock, signed_in):
    for number in range(22):
        post = post_by(quiet_world.member, quiet_world.open, f"Titre {number:02}")
        create_comment(author=quiet_world.owner, post=post, body="Moi.")
    clock.undo_window()
    browser = signed_in(quiet_world.member)
    more = re.search(r'rel="next" href="([^"]+)"', page_of(browser))[1].replace("&amp;", "&")
    heading = '<h2 class="told-day">Today</h2>'
    assert heading in page_of(browser, more), "a page of its own says which day it shows"
    below = browser.get(more, headers={"HX-Request": "true"}).content.decode()
    assert "Titre 00" in below
    assert heading not in below


def test_queries_do_not_grow_with_what_was_told(quiet_world, clock, signed_in):
    people = [make_person() for _ in range(6)]

    def grow():
        for number in range(8):
            post = post_by(quiet_world.member, quiet_world.open, f"Titre {number}")
            for person in people:
                create_comment(author=person, post=post, body="Moi.")
                react(user=person, said=post, kind="thanks")
        clock.undo_window()

    grow()
    browser = signed_in(quiet_world.member)
    assert_constant_queries(lambda: browser.get(PAGE), grow, budget=12)
    assert_constant_queries(lambda: browser.get(PAGE + "?show=all"), grow, budget=13)


def test_a_crowd_is_counted_though_not_all_of_it_is_loaded(quiet_world, clock, signed_in):
    post = post_by(quiet_world.member, quiet_world.open)
    crowd = ROWS_EACH + 3
    for number in range(crowd):
        react(user=make_person(f"Somebody {number:02}"), said=post, kind="thanks")
    clock.undo_window()
    [entry] = entries(page_of(signed_in(quiet_world.member)))
    assert f"and {crowd - 1} other people reacted" in entry
