"""A space's course: who can do what, its planned end, and who answers for it when nobody does."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core.decisions import Refused
from apps.core.errors import InvalidInput
from apps.posts.actions import create_comment, create_post, keep_draft, react
from apps.posts.models import Comment, Post
from apps.posts.permissions import can_announce
from apps.posts.refreshing import forget_cards_of_space
from apps.profiles.actions import create_unit, deactivate_person
from apps.spaces.actions import (
    accept_offer,
    add_member,
    archive_space,
    cancel_deletion,
    change_grid,
    decline_offer,
    delete_due_spaces,
    offer_orphans,
    open_to_unit,
    plan_deletion,
    remove_member,
    restore_space,
)
from apps.spaces.grants import holds, permissions_of
from apps.spaces.models import JournalEntry, Membership, Offer, Space, SpaceGrant
from apps.spaces.permissions import can_comment, can_post, standing
from tests.conftest import make_person, make_space
from tests.queries import assert_constant_queries


def grants_equal_the_projection(space) -> bool:
    space.refresh_from_db()
    wanted = {
        (m.user_id, name)
        for m in Membership.objects.filter(space=space)
        for name in permissions_of(m.role, space.grid)
    }
    held = SpaceGrant.objects.filter(content_object=space)
    return wanted == set(held.values_list("user_id", "permission__codename"))


class TestGrid:
    def test_it_holds_at_once_for_everybody(self, world):
        space = world.confidential
        change_grid(actor=world.owner, space=space, post_in_space="animator")
        space.refresh_from_db()
        assert not can_post(standing(world.member, space))
        assert can_comment(standing(world.member, space))
        assert can_post(standing(world.animator, space))
        assert grants_equal_the_projection(space)
        change_grid(actor=world.owner, space=space, post_in_space="member", pin_in_space="member")
        space.refresh_from_db()
        assert space.grid == {"pin_in_space": "member"}
        assert can_post(standing(world.member, space))
        assert can_announce(standing(world.member, space))
        assert grants_equal_the_projection(space)

    def test_newcomers_and_units_follow(self, world, person):
        unit = create_unit(name="Atelier")
        colleague = person("Une collègue", unit=unit)
        space = world.confidential
        open_to_unit(actor=world.owner, space=space, unit=unit)
        change_grid(actor=world.owner, space=space, comment_in_space="animator")
        newcomer = person()
        add_member(actor=world.owner, space=space, user=newcomer)
        for somebody in (colleague, newcomer):
            assert holds(somebody, "view_space", space)
            assert not holds(somebody, "comment_in_space", space)
        change_grid(actor=world.owner, space=space, comment_in_space="member")
        assert holds(colleague, "comment_in_space", space)
        assert grants_equal_the_projection(space)

    def test_in_an_open_space_what_is_named_is_reserved(self, world):
        change_grid(actor=world.owner, space=world.open, post_in_space="animator")
        world.open.refresh_from_db()
        assert not can_post(standing(world.outsider, world.open))
        assert not can_post(standing(world.member, world.open))
        assert can_comment(standing(world.outsider, world.open))

    def test_within_limits_and_by_owners_only(self, world):
        for wrong in ({"post_in_space": "owner"}, {"view_space": "animator"}, {"x": "member"}):
            with pytest.raises(InvalidInput):
                change_grid(actor=world.owner, space=world.open, **wrong)
        for person in (world.animator, world.member, world.administrator):
            with pytest.raises(Refused):
                change_grid(actor=person, space=world.open, pin_in_space="member")

    def test_it_stands_in_the_journal(self, world):
        change_grid(actor=world.owner, space=world.confidential, invite_to_space="member")
        line = JournalEntry.objects.get(space=world.confidential, kind="grid_changed")
        assert line.detail == {
            "permission": "invite_to_space", "before": "animator", "after": "member",
        }  # fmt: skip

    def test_a_large_space_costs_what_a_small_one_does(self, world):
        ways = iter(["animator", "member"] * 10)

        def change():
            change_grid(actor=world.owner, space=world.on_request, post_in_space=next(ways))

        def grow():
            for _ in range(20):
                add_member(actor=world.owner, space=world.on_request, user=make_person())

        assert_constant_queries(change, grow)

    def test_the_page_is_read_by_members_and_changed_by_owners(self, world, signed_in):
        url = f"/spaces/{world.confidential.slug}/permissions/"
        assert b"<select" not in signed_in(world.member).get(url).content
        assert signed_in(world.outsider).get(url).status_code == 404
        owner = signed_in(world.owner)
        assert b"<select" in owner.get(url).content
        assert owner.post(url, {"pin_in_space": "nobody"}).status_code == 422
        assert owner.post(url, {"pin_in_space": "owner"}).status_code == 303
        world.confidential.refresh_from_db()
        assert world.confidential.grid == {"pin_in_space": "owner"}
        assert signed_in(world.animator).post(url, {"pin_in_space": "member"}).status_code == 403


class TestDeletion:
    def test_closed_to_writing_at_once_and_cancelled_by_any_owner(self, world):
        space = plan_deletion(actor=world.owner, space=world.confidential)
        assert space.deletion_due_at - timezone.now() > timedelta(days=29)
        assert not can_post(standing(world.owner, space))
        with pytest.raises(Refused):
            restore_space(actor=world.owner, space=space)
        add_member(actor=world.owner, space=space, user=world.leader, role="owner")
        space = cancel_deletion(actor=world.leader, space=space)
        assert can_post(standing(world.member, space))
        assert space.deletion_due_at is None

    def test_what_was_archived_stays_so(self, world):
        archive_space(actor=world.owner, space=world.open)
        plan_deletion(actor=world.owner, space=world.open)
        assert cancel_deletion(actor=world.owner, space=world.open).is_archived

    def test_owners_only(self, world):
        for person in (world.animator, world.member, world.administrator):
            with pytest.raises(Refused):
                plan_deletion(actor=person, space=world.confidential)
        plan_deletion(actor=world.owner, space=world.confidential)
        with pytest.raises(Refused):
            cancel_deletion(actor=world.animator, space=world.confidential)

    def test_then_nothing_is_left(self, world):
        space = world.confidential
        post = create_post(author=world.member, space=space, body="Bientôt fini")
        comment = create_comment(author=world.animator, post=post, body="Oui")
        react(user=world.owner, said=comment, kind="bravo")
        keep_draft(author=world.member, space=space, body="Jamais")
        cache.set(f"card:x:{post.pk}:1:2:{space.pk}:1:fr", "Bientôt fini")
        plan_deletion(actor=world.owner, space=space)
        assert delete_due_spaces() == 0
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert delete_due_spaces() == 1
        assert not Space.objects.filter(pk=space.pk).exists()
        assert not Post.objects.filter(pk=post.pk).exists()
        assert not Comment.objects.filter(pk=comment.pk).exists()
        assert not JournalEntry.objects.filter(space=space.pk).exists()
        assert Space.objects.filter(pk=world.open.pk).exists()
        assert JournalEntry.objects.exists()

    def test_nothing_of_it_stays_in_the_cache(self, world):
        cache.set("card:x:1:1:2:77:1:fr", "gone")
        cache.set("thread:x:1:1:2:77:1:fr:", "gone")
        cache.set("card:x:1:1:2:78:1:fr", "stays")
        forget_cards_of_space(77)
        assert cache.get("card:x:1:1:2:77:1:fr") is None
        assert cache.get("thread:x:1:1:2:77:1:fr:") is None
        assert cache.get("card:x:1:1:2:78:1:fr") == "stays"

    def test_the_journal_goes_with_its_space_only(self, world):
        with pytest.raises(IntegrityError), transaction.atomic():
            JournalEntry.objects.filter(space=world.confidential).delete()

    def test_the_pages_say_so(self, world, signed_in):
        url = f"/spaces/{world.confidential.slug}/deletion/"
        assert signed_in(world.animator).get(url).status_code == 403
        assert signed_in(world.outsider).get(url).status_code == 404
        owner = signed_in(world.owner)
        assert owner.get(url).status_code == 200
        assert owner.post(url).status_code == 303
        assert f"/spaces/{world.confidential.slug}/export/" in owner.get(url).content.decode()
        for page in ("", "members/", "about/"):
            shown = signed_in(world.member).get(f"/spaces/{world.confidential.slug}/{page}")
            assert "sera supprimé" in shown.content.decode() or "deleted on" in (
                shown.content.decode()
            ), page
        assert owner.post(url, {"_method": "DELETE"}).status_code == 303


@pytest.fixture
def orphan(world):
    """A space whose owner left the organisation, with an animator, writers, and a silent member."""
    space = world.on_request
    writer, silent = make_person("Wanda Writer"), make_person("Silvio Silent")
    for person in (writer, silent):
        add_member(actor=world.owner, space=space, user=person)
    create_post(author=writer, space=space, body="Un")
    create_post(author=writer, space=space, body="Deux")
    create_post(author=world.member, space=space, body="Trois")
    deactivate_person(actor=world.administrator, person=world.owner)
    return space, writer, silent


class TestOffers:
    def test_the_most_involved_are_asked_first(self, world, orphan):
        space, writer, silent = orphan
        assert offer_orphans([space.pk]) == 3
        asked = list(
            Offer.objects.filter(space=space).order_by("pk").values_list("user", flat=True)
        )
        assert asked == [world.animator.pk, writer.pk, world.member.pk]
        assert offer_orphans([space.pk]) == 0
        assert not Offer.objects.visible_to(silent).exists()

    def test_one_accepts_and_the_others_are_thanked(self, world, orphan):
        space, writer, _ = orphan
        offer_orphans([space.pk])
        first, second = (Offer.objects.get(user=p) for p in (world.animator, writer))
        membership = accept_offer(user=writer, offer=second)
        assert membership.role == Membership.Role.OWNER
        assert holds(writer, "delete_space", space)
        with pytest.raises(Refused):
            accept_offer(user=world.animator, offer=first)
        assert offer_orphans([space.pk]) == 0

    def test_a_refusal_and_a_silence_pass_it_on(self, world, orphan):
        space, _, silent = orphan
        offer_orphans([space.pk])
        decline_offer(user=world.animator, offer=Offer.objects.get(user=world.animator))
        assert Offer.objects.visible_to(silent).waiting().exists()
        with time_machine.travel(timezone.now() + timedelta(days=8)):
            assert not Offer.objects.waiting().exists()
            with pytest.raises(Refused):
                accept_offer(user=silent, offer=Offer.objects.get(user=silent))

    def test_never_to_somebody_outside(self, world, orphan):
        space, *_ = orphan
        offer_orphans()
        asked = set(Offer.objects.filter(space=space).values_list("user", flat=True))
        inside = set(Membership.objects.filter(space=space).values_list("user", flat=True))
        assert asked <= inside
        assert not asked & {world.outsider.pk, world.administrator.pk, world.former_member.pk}
        offer = Offer.objects.filter(space=space).first()
        _, _, silent = orphan
        for person in (world.outsider, silent):
            with pytest.raises(Refused):
                accept_offer(user=person, offer=offer)
            with pytest.raises(Refused):
                decline_offer(user=person, offer=offer)

    def test_who_left_meanwhile_does_not_become_owner(self, world, orphan):
        space, writer, _ = orphan
        offer_orphans([space.pk])
        remove_member(actor=world.animator, space=space, user=writer)
        with pytest.raises(Refused):
            accept_offer(user=writer, offer=Offer.objects.get(user=writer))

    def test_a_space_with_an_owner_is_not_offered(self, world):
        make_space(world.owner)
        assert offer_orphans() == 0

    def test_its_pages(self, world, orphan, signed_in):
        space, writer, silent = orphan
        offer_orphans([space.pk])
        url = f"/spaces/{space.slug}/offer/"
        assert url in signed_in(writer).get(f"/spaces/{space.slug}/").content.decode()
        assert url not in signed_in(silent).get(f"/spaces/{space.slug}/").content.decode()
        assert signed_in(silent).get(url).status_code == 404
        assert signed_in(world.outsider).get(url).status_code == 404
        assert signed_in(writer).get(url).status_code == 200
        assert signed_in(writer).post(url).status_code == 303
        assert holds(writer, "delete_space", space)
