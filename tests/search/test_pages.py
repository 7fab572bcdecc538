"""The page of results and the jump box, as a browser is answered."""

import re

from tests.queries import assert_constant_queries


def test_the_page_teaches_before_anything_is_asked(world, signed_in):
    page = signed_in(world.member).get("/search/", headers={"accept-language": "en"}).text
    assert "from:me is you" in page


def test_people_spaces_and_texts_answer_together(world, signed_in, say, answer):
    post = say(world.owner, world.open, "Un essai avec Mehdi", title="Banc")
    answer(world.animator, post, "Mehdi sait faire.")
    page = signed_in(world.member).get("/search/?q=mehdi").text
    assert f"/people/{world.member.username}/" in page
    assert page.count("<mark>Mehdi</mark>") == 2
    assert f'href="{post.get_absolute_url()}"' in page


def test_a_filter_is_shown_and_taken_away(world, signed_in, say):
    say(world.owner, world.open, "essai")
    path = "/search/?q=essai+from%3Aodile-owner"
    page = signed_in(world.member).get(path).text
    assert 'class="chip" href="/search/?q=essai"' in page


def test_choosing_a_space_narrows_the_question(world, signed_in, say):
    say(world.owner, world.open, "essai")
    say(world.owner, world.everyone, "essai encore")
    page = signed_in(world.member).get("/search/?q=essai").text
    assert f"q=essai+in%3A{world.open.slug}" in page
    narrowed = signed_in(world.member).get(f"/search/?q=essai in:{world.open.slug}").text
    assert "encore" not in narrowed


def test_authors_are_offered_by_name_and_never_counted(world, signed_in, say):
    for _ in range(3):
        say(world.owner, world.open, "essai")
    say(world.animator, world.open, "essai")
    page = signed_in(world.member).get("/search/?q=essai").text
    authors = re.findall(r'href="[^"]*from%3A[^"]*">([^<]*)(<span)?', page)
    assert [name for name, _count in authors] == ["Anaïs Animator", "Odile Owner"]
    assert not any(count for _name, count in authors)


def test_the_next_page_goes_on_where_the_first_ended(world, signed_in, say):
    for number in range(25):
        say(world.owner, world.open, f"essai numéro {number}")
    client = signed_in(world.member)
    seen: list[str] = []
    path = "/search/?q=essai&sort=date"
    for _ in range(3):
        page = client.get(path).text
        seen += re.findall(r'class="name" href="(/posts/\d+/)"', page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        if more is None:
            break
        path = more[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 25


def test_a_cursor_that_is_not_ours_is_not_there(world, signed_in):
    assert signed_in(world.member).get("/search/?q=essai&before=xyz").status_code == 404


def test_a_script_gets_the_results_alone(world, signed_in, say):
    say(world.owner, world.open, "essai")
    said = signed_in(world.member).get("/search/?q=essai", headers={"hx-request": "true"}).text
    assert said.lstrip().startswith('<div id="results"')


def test_more_results_cost_no_more_questions(world, signed_in, say):
    client = signed_in(world.member)

    def grow() -> None:
        for number in range(18):
            say(world.owner, world.open, f"essai {number}")

    for number in range(2):
        say(world.owner, world.open, f"essai d’avant {number}")
    assert_constant_queries(lambda: client.get("/search/?q=essai"), grow)


def test_the_jump_box_answers_with_places_and_always_a_way_on(world, signed_in, say):
    post = say(world.owner, world.open, "Un essai", title="Banc d’essai")
    said = signed_in(world.member).get("/search/jump/?q=banc").text
    assert f'data-url="{post.get_absolute_url()}"' in said
    assert 'data-url="/search/?q=banc"' in said


def test_the_jump_box_begins_with_where_one_wrote(world, signed_in, say):
    post = say(world.member, world.open, "Je demande", title="Une question")
    said = signed_in(world.member).get("/search/jump/").text
    assert post.title in said
    assert 'data-url="/notifications/"' in said


def test_what_is_typed_is_never_markup(world, signed_in):
    client = signed_in(world.member)
    for path in ("/search/", "/search/jump/"):
        said = client.get(path, {"q": '"><script>alert(1)</script>'}).text
        assert "<script>alert" not in said
