"""The catalogues, without the gettext programs."""

import gettext
from pathlib import Path

import pytest

from rsn.local import extraction, translations
from rsn.local.trouble import Trouble

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
HELLO = _("Hello")
POSTS = ngettext("%(n)d post", "%(n)d posts", 2)
LIKE = pgettext("verb", "like")
"""
TEMPLATE = """
{% load i18n %}<div class="a(b[c">It's "odd {
{% translate "Home" %} {% translate "Open" context "menu" %}
   {% blocktranslate count n=posts|length trimmed %}
      {{ n }} new post
   {% plural %}
      {{ n }} new posts
   {% endblocktranslate %}
 {{ _("Unread")|upper }} {% include "x.html" with title=_("Included") only %} 'open
"""
FOUND = {
    ("Hello", None),
    (("%(n)d post", "%(n)d posts"), None),
    ("like", "verb"),
    ("Home", None),
    ("Open", "menu"),
    (("%(n)s new post", "%(n)s new posts"), None),
    ("Unread", None),
    ("Included", None),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("apps", "templates", "rsn"):
        (tmp_path / name).mkdir()
    (tmp_path / "apps" / "a.py").write_text(PYTHON)
    (tmp_path / "templates" / "a.html").write_text(TEMPLATE)
    monkeypatch.setattr(extraction, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    french = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(translations, "FRENCH", french)
    return french


def _edit(catalogue: Path, before: str, after: str) -> None:
    text = catalogue.read_text()
    assert before in text
    catalogue.write_text(text.replace(before, after, 1))


def test_strings_are_found_in_python_and_templates(project: Path) -> None:
    found = {(message.id, message.context) for message in extraction.template() if message.id}

    assert found == FOUND


def test_updating_keeps_translations_and_drops_what_is_gone(project: Path) -> None:
    assert translations.update(extraction.template()) == (8, 8)
    _edit(project, 'msgid "Hello"\nmsgstr ""', 'msgid "Hello"\nmsgstr "Bonjour"')
    with project.open("a") as catalogue:
        catalogue.write('\nmsgid "Gone"\nmsgstr "Parti"\n')

    assert translations.update(extraction.template()) == (8, 7)
    text = project.read_text()
    assert '"Bonjour"' in text
    assert "Parti" not in text
    before = project.stat().st_mtime_ns
    translations.update(extraction.template())
    assert project.stat().st_mtime_ns == before  # nothing to say, nothing written


def test_each_fault_is_named(project: Path) -> None:
    sources = extraction.template()
    assert len(translations.faults(sources)) == 1  # no catalogue at all
    translations.update(sources)
    _edit(project, 'msgid "Hello"\nmsgstr ""', '#, fuzzy\nmsgid "Hello"\nmsgstr "Bonjour"')
    _edit(
        project,
        'msgstr[0] ""\nmsgstr[1] ""',
        'msgstr[0] "%(n)d mot"\nmsgstr[1] "%(m)d mots"',
    )
    _edit(project, 'msgid "Home"\nmsgstr ""\n', "")

    faults = "\n".join(translations.faults(sources))

    assert "'Hello' (apps/a.py) is marked fuzzy" in faults
    assert "'%(n)d post' (apps/a.py): unknown named placeholder 'm'" in faults
    assert "'Home' (templates/a.html) is not in the catalogue" in faults
    assert "'Unread' (templates/a.html) has no translation" in faults


@pytest.mark.parametrize("french", ["Bonjour !", "« Bonjour\u00a0»"])
def test_a_space_that_may_end_a_line_is_a_fault(project: Path, french: str) -> None:
    sources = extraction.template()
    translations.update(sources)
    unfaulted = len(translations.faults(sources))
    _edit(project, 'msgid "Hello"\nmsgstr ""', f'msgid "Hello"\nmsgstr "{french}"')
    faults = translations.faults(sources)
    assert len(faults) == unfaulted
    assert any("no-break spaces" in fault for fault in faults)
    _edit(project, french, french.replace(" ", "\u00a0"))
    assert len(translations.faults(sources)) == unfaulted - 1


def test_compiling_gives_what_django_reads(project: Path) -> None:
    translations.update(extraction.template())
    _edit(
        project,
        'msgstr[0] ""\nmsgstr[1] ""',
        'msgstr[0] "%(n)d mot"\nmsgstr[1] "%(n)d mots"',
    )
    assert translations.needs_compiling()

    assert translations.compile_all() == 1

    assert not translations.needs_compiling()
    with project.with_suffix(".mo").open("rb") as compiled:
        french = gettext.GNUTranslations(compiled)
    said = [french.ngettext("%(n)d post", "%(n)d posts", n) for n in (0, 1, 2)]
    assert said == ["%(n)d mot", "%(n)d mot", "%(n)d mots"]


def test_a_broken_catalogue_is_one_sentence(project: Path) -> None:
    project.parent.mkdir(parents=True)
    project.write_text('msgid "Hello"\n<<<<<<< a conflict\nmsgstr "Bonjour"\n')

    with pytest.raises(Trouble, match=r"django\.po is not a valid catalogue"):
        translations.compile_all()
