"""In which language a text is written, cheaply: by the small words that hold it together."""

from collections.abc import Iterable

FRENCH = frozenset(
    """
le la les un une des du de et est sont dans pour que qui ne pas sur avec ce cette ces nous vous il
elle ils elles on je tu au aux mais ou plus se son sa ses leur leurs par tout tous fait etre avoir
ont ai c d l j qu n s comme bien merci y en
""".split()  # noqa: SIM905
)
ENGLISH = frozenset(
    """
the of and to in is are that it for on with as was at by this be have from or not we you i they he
she but can will our your their there what when which who how has had do does did would should
could if so about just any all an my me been were
""".split()  # noqa: SIM905
)
# So frequent that looking for them tells nothing; without accents, as all words are here. Short:
# "avant", "without" or "because" are what people remember of a sentence.
STOP = {
    "fr": frozenset(
        """
le la les un une des du de et a au aux en est ce se que qu qui ne n pas pour dans sur par avec il
on je j l d c s m t y
""".split()  # noqa: SIM905
    ),
    "en": frozenset(
        """
the of and to in a an is it that for on with as are be this i s t m you or at by
""".split()  # noqa: SIM905
    ),
}
STEMMERS = {"fr": "search_french", "en": "search_english"}
LOOKED_AT = 300


def language_of(words: Iterable[str], otherwise: str) -> str:
    """`fr` or `en`, of normalised words; `otherwise` where neither has the majority."""
    french = english = 0
    for number, word in enumerate(words):
        if number >= LOOKED_AT:
            break
        french += word in FRENCH
        english += word in ENGLISH
    if french == english:
        return otherwise if otherwise in STEMMERS else "fr"
    return "fr" if french > english else "en"
