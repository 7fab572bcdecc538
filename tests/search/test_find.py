"""What people say is found by whoever reads it, as they would look for it."""

from datetime import UTC, datetime

import pytest
from django.http import Http404

from apps.posts.actions import (
    create_comment,
    create_post,
    edit_post,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.models import Comment, Post
from apps.search.actions import index_comments, index_missing, index_posts, index_space
from apps.search.find import find, parse
from apps.search.models import SearchEntry
from apps.spaces.actions import add_member, change_kind, remove_member
from tests.queries import assert_constant_queries
from tests.search.conftest import keys


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Les fournisseurs livrent en retard", "fournisseur"),
        ("Le fournisseur livre en retard", "FOURNISSEURS "),
        ("Réglages du banc", "reglage "),
        ("Reglages du banc", "réglages "),
        ("The meetings were moved to the other building", "meeting "),
        ("Our meeting was moved to the other building", "meetings "),
        ("Le cœur du sujet", "coeur "),
        ("La maintenance préventive est décalée", "maint"),
        ("La maintenance préventive est décalée", "maintenanc"),
        ("La maintenance préventive est décalée", "la maintenance "),
        ("La maintenance préventive est décalée", "maintenance prev"),
        ("La maintenance préventive est décalée", '"maintenance préventive"'),
        ("La maintenance préventive est décalée", "“maintenance preventive” -corrective "),
        ("Le retour de flamme du brûleur", '"retour de flamme"'),
        ("Rendez-vous jeudi à 8h30", "rendez-vous jeudi "),
        ("Parlons du #Vélo-Taf ensemble", "#velotaf"),
        ("Parlons du #Vélo-Taf ensemble", "#vélo-taf"),
        ("We met the people of Leeds, and what a welcome it was", "what a welcome "),
        ("Le numéro #42", "#42"),
        ("שלום לכולם, הפגישה מחר", "הפגישה "),
        ("Привет всем, встреча завтра", "встреча "),
    ],
)
def test_found(world, say, search, said, asked):
    post = say(world.owner, world.open, said)
    assert search(world.member, asked) == [str(post)]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("La maintenance préventive", '"préventive maintenance"'),
        ("La maintenance préventive", "maintenance -préventive "),
        ("La maintenance préventive", "maintenance corrective "),
        ("Le port de Brest", "portail "),
        ("Parlons de vélo", "#velo"),
    ],
)
def test_not_found(world, say, search, said, asked):
    say(world.owner, world.open, said)
    assert search(world.member, asked) == []


def test_titles_count_more_and_are_marked(world, say, search):
    body = say(world.owner, world.open, "On reparle du planning des congés, entre autres choses")
    title = say(world.owner, world.open, "Voici la suite.", title="Planning des congés")
    assert search(world.member, "planning ") == [str(title), str(body)]
    found = find(world.member, parse("planning "))
    assert found.texts[0].title == "<mark>Planning</mark> des congés"


def test_comments_are_found_under_their_post(world, say, answer, search):
    post = say(world.owner, world.open, "Une question")
    comment = answer(world.member, post, "La réponse est dans le classeur bleu")
    (hit,) = find(world.outsider, parse("classeur ")).texts
    assert (hit.kind, hit.comment, hit.post, hit.author) == ("comment", comment, post, world.member)
    assert hit.url == comment.get_absolute_url()
    assert search(world.outsider, "kind:post classeur ") == []
    assert search(world.outsider, "type:commentaires classeur ") == [str(comment)]


def test_filters(world, say, answer, search):
    here = say(world.owner, world.open, "Du neuf sur l’étuve")
    there = say(world.animator, world.everyone, "Du neuf sur l’étuve")
    answered = answer(world.animator, here, "L’étuve va mieux")
    who = world.animator.username
    assert set(search(world.member, f"étuve from:{who}")) == {str(there), str(answered)}
    assert search(world.animator, f"étuve de:moi dans:{world.open.slug}") == [str(answered)]
    assert set(search(world.member, "étuve dans:cave")) == {str(here), str(answered)}
    assert set(search(world.member, f"in:{world.open.slug}")) == {str(here), str(answered)}
    assert search(world.member, 'étuve from:"Odile Owner"') == [str(here)]
    unknown = find(world.member, parse("étuve from:personne"))
    assert unknown.is_empty
    assert unknown.notices


def test_a_closed_space_is_no_filter_for_who_does_not_read_it(world, say, search):
    say(world.owner, world.confidential, "Du neuf sur l’étuve")
    assert len(search(world.member, f"in:{world.confidential.slug} étuve ")) == 1
    answers = [
        find(world.outsider, parse(f"in:{slug} étuve ")).notices
        for slug in (world.confidential.slug, "no-such-space")
    ]
    assert [notice.replace(world.confidential.slug, "no-such-space") for notice in answers[0]] == [
        *answers[1]
    ]


def test_dates(world, say, search):
    old = say(world.owner, world.open, "L’étuve chauffe")
    new = say(world.owner, world.open, "L’étuve refroidit")
    Post.objects.filter(pk=old.pk).update(published_at=datetime(2025, 3, 31, 23, 30, tzinfo=UTC))
    index_posts([old.pk])
    # Half past eleven in Greenwich is the first of April in Paris.
    assert search(world.member, "étuve before:2025-04-02") == [str(old)]
    assert search(world.member, "étuve before:2025-04-01") == []
    assert search(world.member, "étuve after:2025-04-02") == [str(new)]
    assert search(world.member, "étuve apres:2025-04 avant:01/05/2025") == [str(old)]


def test_people_spaces_and_topics_beside_the_texts(world, say):
    say(world.owner, world.open, "Au #cavebleue ce soir")
    found = find(world.member, parse("cave"))
    sections = {section.kind.slug: section.items for section in found.sections}
    assert set(sections["space"]) == {world.open, world.on_request, world.confidential}
    assert [topic.name for topic in sections["topic"]] == ["cavebleue"]
    people = find(world.member, parse("kind:personne mehdi"))
    assert [section.items for section in people.sections] == [(world.member,)]


def test_topics_are_counted_in_what_one_reads(world, say):
    say(world.owner, world.open, "Au #cellier")
    for _ in range(3):
        say(world.owner, world.confidential, "Au #cellier, puis à la #cellule")
    counts = {}
    for person in (world.member, world.outsider):
        (section,) = find(person, parse("kind:topic cell")).sections
        counts[person.pk] = {topic.name: topic.count for topic in section.items}
    assert counts[world.member.pk] == {"cellier": 4, "cellule": 3}
    assert counts[world.outsider.pk] == {"cellier": 1}


def test_facets_and_the_total_count_what_one_reads(world, say, answer):
    post = say(world.owner, world.open, "L’étuve")
    answer(world.member, post, "L’étuve aussi")
    for _ in range(4):
        say(world.animator, world.confidential, "L’étuve")
    shown = {}
    for person in (world.member, world.outsider):
        found = find(person, parse("étuve "))
        values = {v.label: v.count for facet in found.facets for v in facet.values}
        shown[person.pk] = (found.total.number, values)
    assert shown[world.member.pk][0] == 6
    assert shown[world.member.pk][1][world.confidential.name] == 4
    assert shown[world.member.pk][1]["Anaïs Animator"] == 4
    assert shown[world.outsider.pk][0] == 2
    assert world.confidential.name not in shown[world.outsider.pk][1]
    assert "Anaïs Animator" not in shown[world.outsider.pk][1]


@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_follow_each_other(world, say, answer, sort):
    post = say(world.owner, world.open, "L’étuve numéro 0")
    expected = {str(post)}
    for number in range(1, 55):
        text = "L’étuve " + "chauffe " * (number % 5) + str(number)
        said = answer if number % 2 else say
        expected.add(str(said(world.member, post if number % 2 else world.open, text)))
    seen, cursor = [], ""
    for page in range(4):
        found = find(world.outsider, parse("étuve ", sort=sort), cursor)
        if page == 1:
            # What is said meanwhile shifts nothing.
            say(world.owner, world.open, "L’étuve encore")
        seen += keys(found)
        cursor = found.next_cursor
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 55
    assert set(seen) == expected


def test_a_cursor_that_is_not_ours(world):
    with pytest.raises(Http404):
        find(world.member, parse("étuve"), "x")


def test_by_date(world, say, search):
    first = say(world.owner, world.open, "Étuve étuve étuve étuve", title="Étuve")
    last = say(world.owner, world.open, "Après tout cela, un mot de l’étuve pour finir")
    assert search(world.member, "étuve ", sort="date") == [str(last), str(first)]
    assert search(world.member, "étuve ") == [str(first), str(last)]


def test_edited_words(world, say, search):
    post = say(world.owner, world.open, "Le premier jet")
    edit_post(actor=world.owner, post=post, body="La version définitive")
    index_posts([post.pk])
    assert search(world.member, "définitive ") == [str(post)]
    assert search(world.member, "premier ") == []


def test_what_was_taken_back_is_not_found_even_before_the_index_knows(world, say, answer, search):
    post = say(world.owner, world.open, "Une étuve")
    comment = answer(world.member, post, "Deux étuves")
    other = say(world.owner, world.open, "Trois étuves")
    withdraw_comment(actor=world.member, comment=comment)
    assert set(search(world.member, "étuve ")) == {str(post), str(other)}
    withdraw_post(actor=world.owner, post=post)
    assert search(world.member, "étuve ") == [str(other)]
    assert SearchEntry.objects.count() == 3
    index_comments([comment.pk])
    index_posts([post.pk])
    assert SearchEntry.objects.count() == 1


def test_access_lost_is_lost_at_once(world, say, search):
    post = say(world.owner, world.confidential, "Une étuve")
    assert search(world.member, "étuve ") == [str(post)]
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    assert search(world.member, "étuve ") == []
    add_member(actor=world.owner, space=world.confidential, user=world.member)
    assert search(world.member, "étuve ") == [str(post)]


def test_a_space_that_closes_is_closed_at_once(world, say, search):
    post = say(world.owner, world.open, "Une étuve")
    assert search(world.outsider, "étuve ") == [str(post)]
    change_kind(actor=world.owner, space=world.open, kind="confidential")
    assert search(world.outsider, "étuve ") == []
    assert search(world.member, "étuve ") == [str(post)]
    index_space(world.open.pk)
    assert search(world.outsider, "étuve ") == []
    assert search(world.member, "étuve ") == [str(post)]


def test_who_left_finds_nothing(world, say, search):
    say(world.owner, world.open, "Une étuve")
    assert search(world.deactivated, "étuve ") == []


def test_queries_do_not_grow_with_what_is_found(world, say, answer, person, space_of):
    def grow(times: int = 6) -> None:
        for _ in range(times):
            someone = person()
            space = space_of(someone)
            post = say(someone, space, "Une étuve #chaude")
            answer(someone, post, "Une étuve aussi")

    grow(2)
    assert_constant_queries(lambda: find(world.member, parse("étuve")), grow, budget=24)


def test_indexing_is_idempotent(world, say, answer):
    post = say(world.owner, world.open, "Une étuve")
    answer(world.owner, post, "Une autre")
    before = list(SearchEntry.objects.order_by("pk").values_list("pk", "vector"))
    index_posts([post.pk])
    index_comments(list(Comment.objects.values_list("pk", flat=True)))
    assert list(SearchEntry.objects.order_by("pk").values_list("pk", "vector")) == before


def test_what_the_queue_lost_is_indexed_by_the_clock(world, say, search):
    post = create_post(author=world.owner, space=world.open, body="Une étuve")
    create_comment(author=world.member, post=post, body="Un étau")
    gone = say(world.owner, world.open, "Un établi")
    withdraw_post(actor=world.owner, post=gone)
    index_posts([gone.pk])
    assert search(world.member, "étuve ") == []
    assert index_missing() == 2
    assert search(world.member, "étuve ") == [str(post)]
    assert len(search(world.member, "étau ")) == 1
    assert index_missing() == 0
