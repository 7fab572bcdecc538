"""People, spaces, files, topics that answer to the words: beside the texts, or a page of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import ngettext

from apps.files.types import Family
from apps.posts.attached import document_of
from apps.posts.models import Attachment
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.search.find import Section
from apps.search.forms import SearchQuestion
from apps.search.topics import Topic
from apps.spaces.audience import ICONS, audience_of
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One of them. `person` for people; `icon` and `kind` for the others."""

    title: str
    url: str
    sub: str
    person: PersonLine | None = None
    icon: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SectionBlock:
    label: str
    rows: tuple[NamedRow, ...]
    all_url: str


def section_blocks(
    question: SearchQuestion, sections: tuple[Section, ...]
) -> tuple[SectionBlock, ...]:
    """`all_url` leads to the page of that kind, where there are more than are shown."""
    return tuple(
        SectionBlock(
            label=str(section.kind.label),
            rows=tuple(named_row(item, question) for item in section.items),
            all_url=question.url(text=f"{question.text} kind:{section.kind.slug}")
            if section.is_more and not section.next_cursor
            else "",
        )
        for section in sections
    )


def named_row(item: Any, question: SearchQuestion) -> NamedRow:
    """Of a person, a space, a file or a topic. Raises `KeyError` for anything else."""
    return ROWS[type(item)](item, question)


def _person(user: User, question: SearchQuestion) -> NamedRow:
    line = person_line(user)
    sub = " · ".join(filter(None, (line.job, line.unit)))
    return NamedRow(line.name, line.url, sub, person=line)


def _space(space: Space, question: SearchQuestion) -> NamedRow:
    return NamedRow(
        space.title,
        space.get_absolute_url(),
        audience_of(space).label_short if space.person_id else space.get_kind_display(),
        icon=ICONS[space.kind],
        kind=space.kind,
    )


def _topic(topic: Topic, question: SearchQuestion) -> NamedRow:
    sub = ngettext("%(count)s text", "%(count)s texts", topic.count) % {
        "count": number_format(topic.count, force_grouping=True)
    }
    return NamedRow(f"#{topic.name}", question.url(text=f"#{topic.name}"), sub, icon="topic")


def _file(attachment: Attachment, question: SearchQuestion) -> NamedRow:
    """It leads to the words that it stands with."""
    said = attachment.comment or attachment.post
    post = attachment.comment.post if attachment.comment else attachment.post
    if said is None or post is None:
        raise KeyError(attachment)
    shown = document_of(attachment)
    sub = " · ".join((shown.kind, post.space.title))
    is_picture = attachment.file.family == Family.PICTURE
    icon = "image" if is_picture else "file"
    return NamedRow(shown.name, said.get_absolute_url(), sub, icon=icon)


ROWS: dict[type, Callable[[Any, SearchQuestion], NamedRow]] = {
    User: _person,
    Space: _space,
    Topic: _topic,
    Attachment: _file,
}
