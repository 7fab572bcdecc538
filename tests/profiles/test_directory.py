"""Finding colleagues."""

import pytest
from django.utils import translation

from apps.profiles.actions import create_unit, deactivate_person
from apps.profiles.presenters import person_page

FRAGMENT = {"hx-request": "true"}


@pytest.fixture
def company(person):
    works = create_unit(name="Production")
    shop = create_unit(name="Atelier D", parent=works)
    lyon = create_unit(name="Lyon", kind="site")
    boss = person("Odile Mérand", job_title="Directrice", unit=works, site=lyon)
    return {
        "works": works,
        "shop": shop,
        "lyon": lyon,
        "boss": boss,
        "eleonore": person(
            "Éléonore Cœurdoux",
            job_title="Métrologue",
            unit=shop,
            manager=boss,
            skills=["Étalonnage", "5S"],
        ),
        "marc": person("Marc Le Goff", job_title="Acheteur", site=lyon, manager=boss),
    }


@pytest.fixture
def names(company, signed_in):
    client = signed_in(company["boss"])

    def found(query):
        page = client.get(f"/people/{query}", headers=FRAGMENT).content.decode()
        people = [company[who] for who in ("boss", "eleonore", "marc")]
        return {p.display_name.split()[0] for p in people if f">{p.display_name}</a>" in page}

    return found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Odile", "Éléonore", "Marc"}),
        ("?q=ELEO", {"Éléonore"}),
        ("?q=coeur", {"Éléonore"}),
        ("?q=cœurd", {"Éléonore"}),
        ("?q=metro", {"Éléonore"}),
        ("?q=etalo", {"Éléonore"}),
        ("?q=atelier", {"Éléonore"}),
        ("?q=goff+marc", {"Marc"}),
        ("?q=acheteur+lyon", {"Marc"}),
        ("?q=%27%3B--+%3A%2A", set()),
        ("?q=zzz", set()),
        ("?unit=production", {"Odile", "Éléonore"}),
        ("?unit=atelier-d", {"Éléonore"}),
        ("?site=lyon", {"Odile", "Marc"}),
        ("?unit=production&site=lyon&q=od", {"Odile"}),
    ],
)
def test_search(names, query, found):
    assert names(query) == found


def test_who_left_is_not_found(names, company, person):
    administrator = person(is_staff=True)
    deactivate_person(actor=administrator, person=company["marc"])
    assert names("?q=marc") == set()


@pytest.mark.parametrize(
    ("query", "status"),
    [("?q=%00", 200), ("?unit=nowhere", 404), ("?after=x", 404), ("?q=" + "e" * 9000, 200)],
)
def test_strange_questions(company, signed_in, query, status):
    assert signed_in(company["boss"]).get(f"/people/{query}").status_code == status


def test_nobody_reads_the_directory_without_a_session(db, client):
    assert client.get("/people/").status_code == 303
    assert client.get("/people/", headers=FRAGMENT).status_code == 401


def test_pages_follow_each_other(company, person, signed_in):
    for number in range(35):
        person(f"Serie {number:02}")
    client = signed_in(company["boss"])
    first = client.get("/people/?q=serie").content.decode()
    more = first.split('class="button second" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(more, headers=FRAGMENT).content.decode()
    shown = [f"Serie {n:02}</a>" in first for n in range(35)]
    assert sum(shown) == 30
    assert [not s for s in shown] == [f"Serie {n:02}</a>" in second for n in range(35)]


def test_queries_do_not_grow(company, person, signed_in, queries_of):
    client = signed_in(company["boss"])
    few = queries_of(lambda: client.get("/people/"))
    for number in range(20):
        person(f"P {number}", unit=company["shop"], site=company["lyon"], skills=["a", "b"])
    assert queries_of(lambda: client.get("/people/")) == few


def test_a_person_s_page_says_the_levels_above_and_below(company):
    chart = person_page(company["marc"], company["boss"]).org_chart
    assert chart.manager is None
    assert [line.name for line in chart.reports] == ["Éléonore Cœurdoux", "Marc Le Goff"]
    page = person_page(company["marc"], company["eleonore"])
    assert page.org_chart.manager.name == "Odile Mérand"
    assert [unit.label for unit in page.units] == ["Production", "Atelier D"]
    assert not page.may_edit
    assert person_page(company["marc"], company["marc"]).may_edit


def test_languages_are_named_in_the_readers_language(company, person):
    speaker = person(languages=["en", "Occitan"])
    with translation.override("fr"):
        assert person_page(company["marc"], speaker).languages == ["Anglais", "Occitan"]


def test_a_manager_who_left_is_not_shown(company, person):
    deactivate_person(actor=person(is_staff=True), person=company["boss"])
    assert person_page(company["marc"], company["eleonore"]).org_chart.manager is None


def test_a_person_s_page_costs_the_same_with_more_reports(company, person, queries_of):
    few = queries_of(lambda: person_page(company["marc"], company["boss"]))
    for _ in range(20):
        person(manager=company["boss"], unit=company["shop"])
    assert queries_of(lambda: person_page(company["marc"], company["boss"])) == few
