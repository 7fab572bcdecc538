"""Who belongs where and who reacts to what: always the same choice for the same story."""

import random
from collections.abc import Iterable, Iterator

from apps.demo.story import CommentStory, PostStory, SpaceStory, Story

OPEN = "open"


class Cast:
    def __init__(self, story: Story) -> None:
        self._story = story
        self._everybody = [person.username for person in story.people]
        authors = {said.author for post in story.posts for said in post.everything_said}
        self._eagerness = {name: _eagerness(name, authors) for name in self._everybody}
        self._places = _places(story)
        self._spaces = {space.slug: space for space in story.spaces}
        self._members = {space.slug: self._belonging(space) for space in story.spaces}

    def members(self, slug: str) -> dict[str, str]:
        """Role by username, the owner and the animators first."""
        return self._members[slug]

    def reactors(
        self, post: PostStory, said: PostStory | CommentStory, key: str
    ) -> Iterator[tuple[str, str]]:
        """(username, kind) for each reaction the writers counted; only people who may read."""
        pool = (name for name in self._eager(post.space, key) if name != said.author)
        kinds = [kind for kind, count in said.reactions.items() for _ in range(count)]
        yield from zip(pool, kinds, strict=False)

    def _readers(self, slug: str) -> list[str]:
        if slug in self._spaces and self._spaces[slug].kind != OPEN:
            return list(self._members[slug])
        return self._everybody

    def _eager(self, slug: str, key: str) -> list[str]:
        """Readers in the order they react: members and those who also write first."""
        dice = dice_of(key)
        members = self._members.get(slug, {})
        drawn = [
            (dice.random() ** (1 / (self._eagerness[name] * (3 if name in members else 1))), name)
            for name in self._readers(slug)
        ]
        return [name for _, name in sorted(drawn, reverse=True)]

    def _belonging(self, space: SpaceStory) -> dict[str, str]:
        roles = {space.owner: "owner"}
        roles |= {name: "animator" for name in space.animators if name != space.owner}
        of_units = [n for unit in space.members_units for n in self._places.get(unit, ())]
        for name in (*space.members, *of_units):
            roles.setdefault(name, "member")
        others = [name for name in self._everybody if name not in roles]
        drawn = dice_of(space.slug).sample(others, min(space.members_sample, len(others)))
        return roles | dict.fromkeys(drawn, "member")


def dice_of(key: str) -> random.Random:
    """Chance that falls the same way every time for the same key."""
    return random.Random(key)  # noqa: S311 - nothing here is a secret


def _eagerness(name: str, authors: set[str]) -> float:
    """Half of those who only read react now and then, the other half hardly ever."""
    if name in authors:
        return 2.0
    return 1.0 if dice_of(name).random() < 0.5 else 0.05


def _places(story: Story) -> dict[str, list[str]]:
    """Who is in each unit or site, units below included."""
    above = {unit.slug: unit.parent for unit in story.units}
    inside: dict[str, list[str]] = {}
    for person in story.people:
        for slug in {*_up(person.unit, above), *_up(person.site, above)}:
            inside.setdefault(slug, []).append(person.username)
    return inside


def _up(slug: str, above: dict[str, str]) -> Iterable[str]:
    while slug:
        yield slug
        slug = above.get(slug, "")
