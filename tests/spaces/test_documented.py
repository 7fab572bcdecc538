"""The pages that explain confidentiality say what the program says."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from apps.posts.reasons import Branch as PostBranch
from apps.spaces.assurances import assurances
from apps.spaces.kinds import kind_card
from apps.spaces.models import Space
from apps.spaces.reasons import Branch

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    "confidentiality.md": "en",
    "user/en/who-reads.md": "en",
    "user/fr/who-reads.md": "fr",
}


def table(page: str, name: str) -> list[list[str]]:
    """The cells of the table between `<!-- name -->` and `<!-- /name -->`, its head excepted."""
    text = (DOCS / page).read_text()
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    assert found, f"{page} has no table {name}"
    rows = [line.strip("|").split("|") for line in found[1].strip().splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def kinds() -> list[list[str]]:
    cards = [kind_card(kind) for kind in Space.Kind.values]
    return [
        [card.label, card.name_visible_to, card.content_visible_to, card.joining] for card in cards
    ]


def english_kinds() -> list[list[str]]:
    with override("en"):
        return kinds()


@pytest.mark.parametrize(("page", "language"), PAGES.items())
def test_the_kinds_are_explained_as_the_program_explains_them(page, language):
    with override(language):
        expected = kinds()
    said = table(page, "kinds")
    assert len(said) == len(expected)
    for row, card, english in zip(said, expected, english_kinds(), strict=True):
        # What is not translated yet is for `make check` to say.
        is_translated = [language == "en" or a != b for a, b in zip(card, english, strict=True)]
        assert [a for a, is_so in zip(row, is_translated, strict=True) if is_so] == [
            a for a, is_so in zip(card, is_translated, strict=True) if is_so
        ]


def test_what_is_promised_is_what_the_panel_promises():
    with override("en"):
        said = assurances(Space(kind=Space.Kind.CONFIDENTIAL))
    assert table("confidentiality.md", "assurances") == [[it.label, it.text] for it in said]


def test_every_branch_of_the_rule_is_named():
    named = [row[0].strip("`") for row in table("confidentiality.md", "branches")]
    assert named == [*Branch, *PostBranch]
