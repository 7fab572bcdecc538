"""Posts, reactions and comments, in the order of time as they would have come."""

import tempfile
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import IO

from apps.demo.scale.copying import NULL, Table, moment
from apps.demo.scale.plan import Plan
from apps.demo.scale.rows_of_spaces import DAY, Where
from apps.demo.scale.words import texts
from apps.posts.models import Comment, Post, PostReaction, ReactionKind

SPAN = 720 * DAY
EVERYONE, PAGES = 0.02, 0.05
REPLIES = 0.25
DIFFERENT_POSTS, DIFFERENT_COMMENTS = 5000, 8000

OnProgress = Callable[[str, int, int], None]


def write_words(plan: Plan, now: float, where: Where, on_progress: OnProgress) -> None:
    _Words(plan, now, where, on_progress).write()


class _Words:
    def __init__(self, plan: Plan, now: float, where: Where, on_progress: OnProgress) -> None:
        self._plan, self._now, self._where, self._on_progress = plan, now, where, on_progress
        self._posts = Table(
            Post, "id", "space_id", "author_id", "title", "html", "text", "published_at",
            "comments_count", "reaction_counts",
        )  # fmt: skip
        self._reactions = Table(PostReaction, "post_id", "user_id", "kind", "reacted_at")
        self._comments = Table(
            Comment, "id", "post_id", "parent_id", "author_id", "html", "text", "published_at"
        )
        self._first_post = self._posts.next_id()
        self._next = self._comments.next_id()
        # By post: the space as the plan counts it, -1 for the whole company and pages.
        self._spaces = array("i", bytes(4 * plan.sizes.posts))
        self._counts = plan.comments_of_posts()
        self._said = texts(plan.dice, DIFFERENT_COMMENTS, median=1.5, at_most=12)
        self._first_answers = array("q", bytes(8 * plan.sizes.posts))
        self._threads = frozenset(plan.long_threads())

    def write(self) -> None:
        with tempfile.TemporaryFile("w+", encoding="utf-8") as reactions:
            self._posts.copy(self._post_rows(reactions))
            reactions.seek(0)
            self._reactions.copy(reactions)
        self._comments.copy(self._comment_rows())
        for table in (self._posts, self._comments):
            table.settle_sequence()

    def _time(self, post: int) -> float:
        """Evenly over two years; the last one is a minute old."""
        return self._now - 60 - SPAN * (1 - (post + 1) / self._plan.sizes.posts)

    def _post_rows(self, reactions: IO[str]) -> Iterator[str]:
        said = texts(self._plan.dice, DIFFERENT_POSTS, median=4, at_most=40)
        total, first_person = self._plan.sizes.posts, self._where.first_person
        for post in range(total):
            if post % 5000 == 0:
                self._on_progress("Posts", post, total)
            space, author = self._place(post)
            words = self._plan.dice.choice(said)
            yield self._posts.line(
                self._first_post + post,
                space,
                first_person + author,
                words.title,
                words.html,
                words.text,
                moment(self._time(post)),
                self._counts[post],
                self._react(post, reactions),
            )
        self._on_progress("Posts", total, total)

    def _place(self, post: int) -> tuple[int, int]:
        """The space's primary key and the author as the plan counts people."""
        dice, plan = self._plan.dice, self._plan
        chance = dice.random()
        if chance >= EVERYONE + PAGES or post in self._threads:
            number = plan.some_space()
            self._spaces[post] = number
            return self._where.first_space + number, dice.choice(plan.writers[number])
        self._spaces[post] = -1
        author = self._somebody()
        if chance < EVERYONE:
            return self._where.everyone, author
        return self._where.first_page + author, author

    def _somebody(self) -> int:
        return self._plan.dice.choice(self._plan.writers[self._plan.some_space()])

    def _react(self, post: int, reactions: IO[str]) -> str:
        """Write the rows of this post's reactions; returns their counts as JSON."""
        dice, number = self._plan.dice, self._spaces[post]
        wanted = int(dice.lognormvariate(-0.3, 1.0))
        readers = self._plan.members[number] if number >= 0 else range(self._plan.sizes.people)
        people = {dice.choice(readers) for _ in range(min(wanted, len(readers)))}
        given: Counter[str] = Counter()
        at = moment(min(self._now, self._time(post) + 3600))
        for person in people:
            kind = dice.choices(ReactionKind.values, (60, 12, 10, 5, 13))[0]
            given[kind] += 1
            reactions.write(
                self._reactions.line(
                    self._first_post + post, self._where.first_person + person, kind, at
                )
            )
        return "{" + ", ".join(f'"{kind}": {n}' for kind, n in given.items()) + "}"

    def _comment_rows(self) -> Iterator[str]:
        """Day by day, so that the rows lie on disk as they would have been written."""
        waiting: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
        today = int(self._time(0) // DAY)
        for post in range(self._plan.sizes.posts):
            begun = self._time(post)
            while today < begun // DAY:
                yield from self._day(waiting.pop(today, []))
                today += 1
            for _ in range(self._counts[post]):
                wait = self._plan.dice.lognormvariate(9, 1.8)
                when = min(begun + wait, self._now - 1)
                waiting[int(when // DAY)].append((when, post))
        for day in sorted(waiting):
            yield from self._day(waiting[day])
        self._on_progress("Comments", self._plan.sizes.comments, self._plan.sizes.comments)

    def _day(self, written: list[tuple[float, int]]) -> Iterator[str]:
        for when, post in sorted(written):
            pk, self._next = self._next, self._next + 1
            if pk % 5000 == 0:
                self._on_progress("Comments", pk, self._plan.sizes.comments)
            top = self._first_answers[post]
            is_reply = top and self._plan.dice.random() < REPLIES
            if not top:
                self._first_answers[post] = pk
            number = self._spaces[post]
            author = (
                self._plan.dice.choice(self._plan.writers[number])
                if number >= 0
                else self._somebody()
            )
            words = self._plan.dice.choice(self._said)
            yield self._comments.line(
                pk,
                self._first_post + post,
                top if is_reply else NULL,
                self._where.first_person + author,
                words.html,
                words.text,
                moment(when),
            )
