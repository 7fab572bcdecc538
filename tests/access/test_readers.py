"""What is said of who can read is what is so: the panel's words, number and list, in every world.

Worlds are those of test_agreement, with posts, guests and consents. Who really gets in is asked of
the pages, with a browser's requests; the rule is said once more in the plainest way, from rows.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import (
    agree_to_open,
    create_post,
    end_guest,
    end_guesthood,
    end_needless_guesthood,
    invite_guest,
    keep_draft,
)
from apps.posts.models import Guest, Post
from apps.posts.presenters.cards import card_contents
from apps.posts.presenters.readers import draft_panel, post_panel
from apps.posts.reasons import Branch as PostBranch, post_reasons
from apps.profiles.actions import create_unit
from apps.profiles.models import User
from apps.spaces import grants
from apps.spaces.actions import add_member, change_grid, change_kind, remove_member
from apps.spaces.assurances import Topic, assurances
from apps.spaces.models import CirclePerson, CircleUnit, Exclusion, Membership, Space
from apps.spaces.presenters.editing import kind_change
from apps.spaces.presenters.readers import space_panel
from apps.spaces.reasons import Branch, space_reasons
from tests.access.test_agreement import SPACES, STEPS, Scene, build, fresh, person, place, steps
from tests.conftest import make_person


@dataclass
class Written:
    """A scene of test_agreement, and what was written in it."""

    scene: Scene
    posts: list[Post] = field(default_factory=list)


post = st.integers(0, 5)
doings = st.one_of(
    steps,
    st.tuples(st.just("say"), person, place),
    st.tuples(st.just("say"), person, place),
    st.tuples(st.just("give"), person, post, person),
    st.tuples(st.just("give"), person, post, person),
    st.tuples(st.just("take"), person, post, person),
    st.tuples(st.just("agree"), person, post),
)


def take(written: Written, doing: tuple) -> None:
    name, *numbers = doing
    try:
        with transaction.atomic():
            if name in STEPS:
                STEPS[name](written.scene, *numbers)
                settle_guests(written, name, numbers)
            else:
                DOINGS[name](written, *numbers)
    except (Refused, InvalidInput):
        pass


def settle_guests(written: Written, name: str, numbers: list[int]) -> None:
    """What the relay has done a moment later."""
    for exclusion in Exclusion.objects.in_force():
        end_guesthood(exclusion.user_id, exclusion.space_id)
    for gone in User.objects.filter(is_active=False):
        end_guesthood(gone.pk)
    for row in Membership.objects.all():
        end_needless_guesthood(row.user_id, row.space_id)


def _say(written: Written, author: int, space: int) -> None:
    place = Space.objects.get(pk=written.scene.spaces[space].pk)
    written.posts.append(create_post(author=fresh(written.scene, author), space=place, body="Mot."))


def _of(written: Written, number: int) -> Post:
    if not written.posts:
        raise InvalidInput("", "")
    return Post.objects.get(pk=written.posts[number % len(written.posts)].pk)


def _give(written: Written, actor: int, number: int, whom: int) -> None:
    said, by = _of(written, number), fresh(written.scene, actor)
    if Post.objects.in_readable_spaces(by).contains(said):
        invite_guest(actor=by, post=said, person=fresh(written.scene, whom))


def _take(written: Written, actor: int, number: int, whom: int) -> None:
    for guest in Guest.objects.filter(post=_of(written, number), user=fresh(written.scene, whom)):
        end_guest(actor=fresh(written.scene, actor), guest=guest)


def _agree(written: Written, who: int, number: int) -> None:
    agree_to_open(person=fresh(written.scene, who), post=_of(written, number))


DOINGS = {"say": _say, "give": _give, "take": _take, "agree": _agree}


@lru_cache(maxsize=32)
def browser_of(someone: User) -> Client:
    client = Client()
    client.force_login(someone, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture(autouse=True)
def new_browsers():
    """Sessions end with the world they were made in."""
    browser_of.cache_clear()


def who_opens(path: str, people: list[User]) -> set[int]:
    return {one.pk for one in people if browser_of(one).get(path).status_code == 200}


def listed(make, url_of_panel: str) -> set[int]:
    """Everybody in the list of a panel, page by page."""
    found, after = set(), ""
    while True:
        people = make(after).people
        assert not people.note
        found |= {row.person.id for row in people.rows}
        if not people.more_url:
            return found
        assert people.more_url.startswith(url_of_panel)
        after = people.more_url.partition("after=")[2]


def ways_into_space(space: Space) -> dict[str, set[int]]:
    """The rule of a space in the plainest way: who reads, by each of its branches."""
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    if space.kind == Space.Kind.OPEN:
        return {Branch.EVERYONE: active}
    out = set(Exclusion.objects.in_force().filter(space=space).values_list("user_id", flat=True))
    members = set(Membership.objects.filter(space=space).values_list("user_id", flat=True))
    ways = {Branch.MEMBERS: (members & active) - out}
    for group in set(space.unit_grants.values_list("group", flat=True)):
        inside = set(User.objects.filter(groups=group).values_list("pk", flat=True))
        ways[f"{Branch.UNITS} {group}"] = (inside & active) - out
    return ways


def ways_into_post(said: Post) -> dict[str, set[int]]:
    ways = ways_into_space(said.space)
    reads = set().union(*ways.values())
    if said.circle_id:
        inside = set(
            CirclePerson.objects.filter(circle=said.circle_id).values_list("user_id", flat=True)
        )
        groups = CircleUnit.objects.filter(circle=said.circle_id).values("group")
        out = Exclusion.objects.in_force().filter(space=said.space)
        inside |= set(User.objects.filter(groups__in=groups).values_list("pk", flat=True))
        inside -= set(out.values_list("user_id", flat=True))
        author = {said.author_id} - inside
        ways = {PostBranch.CIRCLE: inside & reads, PostBranch.AUTHOR: author & reads}
    active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
    guests = set(Guest.objects.filter(post=said).values_list("user_id", flat=True))
    return ways | {PostBranch.GUESTS: guests & active}


def assert_words(reasons, ways: dict[str, set[int]]) -> None:
    """Each way by which anybody reads has its sentence, with its number, and there is no other."""
    expected, told = defaultdict(list), defaultdict(list)
    for branch, people in ways.items():
        kind = branch.partition(" ")[0]
        # A unit is named also while nobody is in it: whoever comes to it will read.
        if people or kind == Branch.UNITS:
            expected[kind].append(len(people))
    for reason in reasons:
        told[reason.branch].append(reason.count)
        assert str(reason.count) in reason.text or reason.branch == PostBranch.AUTHOR
    assert {k: sorted(v) for k, v in told.items()} == {k: sorted(v) for k, v in expected.items()}


def assert_what_is_said_is_so(people: list[User], space: Space) -> None:
    opens = who_opens(f"/spaces/{space.slug}/", people)
    ways = ways_into_space(space)
    assert set().union(*ways.values()) & {one.pk for one in people} == opens
    assert who_opens(f"/spaces/{space.slug}/readers/", people) == opens
    assert_words(space_reasons(space), ways)
    for one in people:
        if one.pk in opens:
            panel = space_panel(one, space)
            assert panel.count == len(set().union(*ways.values()))
            names = listed(lambda after, one=one: space_panel(one, space, after=after), panel.url)
            assert names == set().union(*ways.values())
            break


def assert_what_is_said_of_a_post_is_so(people: list[User], said: Post) -> None:
    opens = who_opens(f"/posts/{said.pk}/", people)
    ways = ways_into_post(said)
    everybody = set().union(*ways.values())
    assert everybody & {one.pk for one in people} == opens
    assert_words(post_reasons(said), ways)
    inside = who_opens(f"/posts/{said.pk}/readers/", people)
    guests = ways.pop(PostBranch.GUESTS)
    assert inside == set().union(*ways.values()) & {one.pk for one in people}
    with override("en"):
        (card,) = card_contents(Post.objects.filter(pk=said.pk).with_card())
    assert ("guest" in card.audience.label_short) == bool(guests)
    assert ("invited to read" in card.audience.sentence) == bool(guests)
    for one in people:
        if one.pk in inside:
            panel = post_panel(one, said)
            assert panel.count == len(everybody)
            assert {guest.person.id for guest in panel.guests} >= guests
            names = listed(lambda after, one=one: post_panel(one, said, after=after), panel.url)
            assert names == everybody
            break


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kinds=st.lists(st.sampled_from(Space.Kind.values), min_size=SPACES, max_size=SPACES),
    history=st.lists(doings, min_size=10, max_size=40),
)
def test_what_is_said_of_who_can_read_is_so(db, kinds, history):
    with transaction.atomic(), override("en"):
        browser_of.cache_clear()
        written = Written(build(kinds))
        for space in range(SPACES):
            take(written, ("say", space, space))
        for doing in history:
            take(written, doing)
        people = list(User.objects.filter(is_active=True))
        for space in Space.objects.communities():
            assert_what_is_said_is_so(people, space)
        for said in Post.objects.select_related("space", "circle"):
            assert_what_is_said_of_a_post_is_so(people, said)
        transaction.set_rollback(True)


@pytest.fixture
def every_way(world):
    """Posts that together are read by every branch of the rule."""
    space = world.confidential
    closed = create_post(author=world.owner, space=space, body="Clos.")
    invite_guest(actor=world.owner, post=closed, person=world.leader)
    opened = world.on_request
    kept = create_post(author=world.member, space=opened, body="Avant.")
    change_kind(actor=world.owner, space=opened, kind="open")
    CirclePerson.objects.filter(user=world.member).delete()
    everybody = create_post(author=world.owner, space=world.open, body="Ouvert.")
    return [closed, kept, everybody]


def again(posts):
    ids = [said.pk for said in posts]
    return Post.objects.select_related("space", "circle").filter(pk__in=ids)


def test_every_branch_of_the_rule_has_a_sentence_and_every_sentence_a_branch(world, every_way):
    make_unit_reader(world)
    seen = set()
    for said in again(every_way):
        assert_words(post_reasons(said), ways_into_post(said))
        seen |= {reason.branch for reason in post_reasons(said)}
    assert seen == set(Branch) | set(PostBranch)


def make_unit_reader(world) -> User:
    unit = create_unit(name="Atelier")
    someone = make_person(unit=unit)
    grants.grant_unit(unit=unit, space=world.confidential)
    return someone


def test_the_sentences_of_both_languages_carry_their_number(world, every_way):
    make_unit_reader(world)
    for language in ("en", "fr"):
        with override(language):
            for said in again(every_way):
                for reason in post_reasons(said):
                    is_author = reason.branch == PostBranch.AUTHOR
                    assert is_author or str(reason.count) in reason.text


def test_what_is_kept_apart_is_promised_what_holds_for_it(world, every_way):
    """Not what holds for the space around it, which is open, or has been closed again since."""
    kept = every_way[1]
    for kind in ("open", "confidential"):
        space = Space.objects.get(pk=kept.space_id)
        change_kind(actor=world.owner, space=space, kind=kind)
        add_member(actor=world.owner, space=space, user=world.outsider)
        (said,) = again([kept])
        assert who_opens(said.get_absolute_url(), [world.outsider, world.administrator]) == set()
        of_space = {promise.topic: promise.text for promise in assurances(said.space)}
        promised = {p.topic: p.text for p in post_panel(world.owner, said).assurances}
        for topic in (Topic.LATER, Topic.ADMINISTRATORS, Topic.EXPORTS):
            assert promised[topic] != of_space[topic], topic


def test_who_joins_a_unit_that_read_before_an_opening_is_said_to_read(world):
    unit = create_unit(name="Atelier")
    grants.grant_unit(unit=unit, space=world.on_request)
    kept = create_post(author=world.owner, space=world.on_request, body="Avant.")
    with override("en"):
        effects = " ".join(kind_change(world.owner, world.on_request, "open").effects)
    assert "Whoever joins a unit that reads here today" in effects
    change_kind(actor=world.owner, space=world.on_request, kind="open")
    newcomer = make_person(unit=unit)
    (said,) = again([kept])
    assert who_opens(said.get_absolute_url(), [newcomer, world.outsider]) == {newcomer.pk}
    with override("en"):
        assert "Who joins such a unit begins to read" in post_reasons(said)[0].text


def test_a_page_of_a_list_is_a_page(world):
    for _ in range(40):
        add_member(actor=world.owner, space=world.confidential, user=make_person())
    panel = space_panel(world.owner, world.confidential)
    assert len(panel.people.rows) == 30
    names = listed(
        lambda after: space_panel(world.owner, world.confidential, after=after), panel.url
    )
    assert len(names) == panel.count == 43


def test_the_list_is_for_whom_the_members_are_no_secret(world):
    change_grid(actor=world.owner, space=world.confidential, view_members="animator")
    space = Space.objects.get(pk=world.confidential.pk)
    hidden = space_panel(world.member, space)
    assert hidden.count == 3, "how many is said to everybody who reads"
    assert hidden.people.note
    assert not hidden.people.rows
    assert space_panel(world.animator, space).people.rows
    page = browser_of(world.member).get(f"/spaces/{space.slug}/readers/").content.decode()
    assert "Anaïs Animator" not in page.split("<main")[1].split("</main")[0]


def test_a_draft_is_read_by_its_author_alone(world):
    draft = keep_draft(author=world.member, space=world.confidential, body="Plus tard.")
    people = [one for one in world.cast.values() if one.is_active]
    assert who_opens(f"/drafts/{draft.pk}/", people) == {world.member.pk}
    assert who_opens(f"/drafts/{draft.pk}/readers/", people) == {world.member.pk}
    panel = draft_panel(world.member, draft)
    assert panel.count == 1
    assert panel.also


def test_a_draft_for_a_space_one_reads_no_more_says_nothing_of_it(world, signed_in):
    draft = keep_draft(author=world.member, space=world.confidential, body="Plus tard.")
    remove_member(actor=world.owner, space=world.confidential, user=world.member)
    page = signed_in(world.member).get(f"/drafts/{draft.pk}/readers/").content.decode()
    assert world.confidential.name not in page
    assert draft_panel(world.member, draft).reasons == []
