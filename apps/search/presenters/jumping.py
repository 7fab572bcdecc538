"""The list of the jump box: where one can go, in groups, the likeliest first."""

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext, pgettext

from apps.posts.models import Post
from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User
from apps.search.commands import Command
from apps.search.forms import SearchQuestion
from apps.search.jump import Jump
from apps.spaces.audience import ICONS
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class JumpOption:
    id: str
    label: str
    url: str
    sub: str = ""
    person: PersonLine | None = None
    icon: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class JumpGroup:
    label: str
    options: tuple[JumpOption, ...]


@dataclass(frozen=True, slots=True)
class JumpList:
    """`text` is what it answers; `summary` says to the ear what the eye sees."""

    text: str
    groups: tuple[JumpGroup, ...]
    summary: str


def jump_list(question: SearchQuestion, found: Jump) -> JumpList:
    """No query. The last option searches everywhere, so that Enter always leads somewhere."""
    text = question.text.strip()
    groups = [
        _group(_("People"), [_person(user) for user in found.people]),
        _group(_("Spaces"), [_space(space) for space in found.spaces]),
        _group(_heading(text), [_conversation(post) for post in found.conversations]),
        _group(_("Commands"), [_command(command) for command in found.commands]),
    ]
    if text:
        groups.append(_group(pgettext("noun", "Search"), [_everywhere(question)]))
    shown = tuple(group for group in groups if group.options)
    return JumpList(text, shown, _summary(sum(len(group.options) for group in shown)))


def _group(label: str, options: list[JumpOption]) -> JumpGroup:
    return JumpGroup(label, tuple(options))


def _heading(text: str) -> str:
    return _("Conversations") if text else _("Where you wrote last")


def _person(user: User) -> JumpOption:
    line = person_line(user)
    sub = " · ".join(filter(None, (line.job, line.unit)))
    return JumpOption(f"jump-person-{user.pk}", line.name, line.url, sub, person=line)


def _space(space: Space) -> JumpOption:
    return JumpOption(
        f"jump-space-{space.pk}",
        space.title,
        space.get_absolute_url(),
        space.get_kind_display(),
        icon=ICONS[space.kind],
        kind=space.kind,
    )


def _conversation(post: Post) -> JumpOption:
    return JumpOption(
        f"jump-post-{post.pk}",
        post.title or Truncator(post.text).chars(80),
        post.get_absolute_url(),
        f"{post.author.display_name} · {post.space.title}",
        icon="talk",
        kind=post.space.kind,
    )


def _command(command: Command) -> JumpOption:
    return JumpOption(f"jump-to-{command.slug}", str(command.label), command.url, icon=command.icon)


def _everywhere(question: SearchQuestion) -> JumpOption:
    label = _("Search everywhere for “%(text)s”") % {"text": question.text.strip()}
    return JumpOption("jump-everywhere", label, question.url(), icon="search")


def _summary(count: int) -> str:
    return ngettext("%(count)d suggestion", "%(count)d suggestions", count) % {"count": count}
