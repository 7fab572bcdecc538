"""What an archive does not carry: units, profiles, accounts, follows, how far one has read."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from apps.accounts.actions import confirm_emails
from apps.demo.cast import dice_of
from apps.demo.entering import fill_the_doors, give_a_post
from apps.demo.journals import write_journals
from apps.demo.opened import open_spaces
from apps.demo.story import PersonStory, Story, UnitStory
from apps.feed.models import SeenMarker
from apps.profiles.actions import create_unit
from apps.profiles.models import Profile, Unit, User
from apps.profiles.searchable import refresh_searchable
from apps.spaces.models import Follow, Membership, Space

PASSWORD = "demo-rsn-2026"  # noqa: S105 - published in the README; only the demo knows it
FLAG_OF_ROLE = {
    "leader": "is_leader",
    "communicator": "is_communicator",
    "analyst": "is_analyst",
    "admin": "is_staff",
}


def complete(story: Story, *, now: datetime) -> None:
    """Give the people of the story, already imported, everything else they have."""
    units = _build_units(story.units)
    people = {user.email: user for user in User.objects.select_related("profile")}
    cast = {person.username: people[person.email] for person in story.people}
    _describe(story, cast, units)
    _let_in(story, cast)
    _follow(story, cast)
    _mark_seen(cast.values(), now)
    write_journals(story, cast)
    open_spaces(story, cast, now)
    fill_the_doors(cast)
    give_a_post(cast)


def _build_units(stories: Iterable[UnitStory]) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    waiting = list(stories)
    while waiting:
        ready = [unit for unit in waiting if not unit.parent or unit.parent in units]
        if not ready:
            raise ValueError(f"units above themselves: {[unit.slug for unit in waiting]}")
        for unit in ready:
            units[unit.slug] = create_unit(
                name=unit.name, slug=unit.slug, kind=unit.kind, parent=units.get(unit.parent)
            )
        waiting = [unit for unit in waiting if unit.slug not in units]
    return units


def _describe(story: Story, cast: dict[str, User], units: dict[str, Unit]) -> None:
    profiles = [_described(person, cast, units) for person in story.people]
    Profile.objects.bulk_update(
        profiles,
        [
            "unit",
            "site",
            "manager",
            "location",
            "phone",
            "skills",
            "languages",
            "about",
            "pronouns",
        ],
    )
    refresh_searchable(profile.pk for profile in profiles)
    groups = dict(Unit.objects.values_list("pk", "group_id"))
    through: Any = User.groups.through
    through.objects.bulk_create(
        through(user_id=profile.pk, group_id=groups[unit_id])
        for profile in profiles
        for unit_id in sorted(_units_of(profile))
    )


def _described(person: PersonStory, cast: dict[str, User], units: dict[str, Unit]) -> Profile:
    profile: Profile = cast[person.username].profile
    profile.unit = units[person.unit]
    profile.site = units[person.site]
    profile.manager = cast.get(person.manager)
    profile.location = person.location
    profile.phone = person.phone
    profile.skills = list(person.skills)
    profile.languages = list(person.languages)
    profile.about = person.about
    profile.pronouns = person.pronouns
    return profile


def _units_of(profile: Profile) -> set[int]:
    return {i for unit in (profile.unit, profile.site) if unit for i in unit.ancestor_ids()}


def _let_in(story: Story, cast: dict[str, User]) -> None:
    """Everyone's address is known to be theirs; the eight accounts have the published password."""
    confirm_emails(cast.values())
    hashed = make_password(PASSWORD)
    accounts = [person for person in story.people if person.role]
    for person in accounts:
        user = cast[person.username]
        user.password = hashed
        if flag := FLAG_OF_ROLE.get(person.role):
            setattr(user, flag, True)
    User.objects.bulk_update(
        [cast[person.username] for person in accounts], ["password", *FLAG_OF_ROLE.values()]
    )


def _follow(story: Story, cast: dict[str, User]) -> None:
    """About half the company follows somebody or an open space; the accounts the leader."""
    pages = {page.person_id: page for page in Space.objects.filter(person__in=cast.values())}
    leaders = [p.username for p in story.people if p.role == "leader"]
    writers = sorted({post.author for post in story.posts} - set(leaders))
    open_spaces = list(Space.objects.communities().filter(kind=Space.Kind.OPEN).order_by("pk"))
    belongs = set(Membership.objects.values_list("user_id", "space_id"))
    wanted = []
    for person in story.people:
        dice = dice_of(f"follows {person.username}")
        if not person.role and dice.random() < 0.5:
            continue
        people = [*leaders, *dice.sample(writers, min(len(writers), dice.randint(1, 3)))]
        chosen = [pages[cast[name].pk] for name in people if name != person.username]
        chosen += dice.sample(open_spaces, min(len(open_spaces), 2))
        user = cast[person.username]
        wanted += [Follow(user=user, space=s) for s in chosen if (user.pk, s.pk) not in belongs]
    Follow.objects.bulk_create(wanted)


def _mark_seen(people: Iterable[User], now: datetime) -> None:
    """Most of what one belongs to was read today; two or three spaces in ten wait for days."""
    everyone = Space.objects.get(built_in=Space.BuiltIn.EVERYONE)
    rows = list(
        Membership.objects.values_list("user_id", "space_id", "user__username", "space__slug")
    )
    rows += [(user.pk, everyone.pk, user.username, everyone.slug) for user in people]
    SeenMarker.objects.bulk_create(_markers(rows, now), batch_size=2000)


def _markers(rows: Iterable[tuple[int, int, str, str]], now: datetime) -> Iterator[SeenMarker]:
    for user_id, space_id, username, slug in rows:
        dice = dice_of(f"seen {username} {slug}")
        away = timedelta(days=dice.randint(2, 12)) if dice.random() < 0.3 else timedelta()
        yield SeenMarker(user_id=user_id, space_id=space_id, seen_at=now - away)
