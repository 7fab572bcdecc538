"""The pages of spaces: for each person the right answer, and the same number of queries."""

import pytest

from apps.spaces.actions import add_member, archive_space, follow_space, join_space
from apps.spaces.models import Follow, Membership, Space

Role = Membership.Role
FRAGMENT = {"hx-request": "true"}


def at(space, name=""):
    return f"/spaces/{space.slug}/{name}"


class TestList:
    def test_closed_names_are_for_members(self, world, signed_in):
        outsider = signed_in(world.outsider).get("/spaces/").content.decode()
        assert world.open.name in outsider
        assert world.on_request.name in outsider
        assert world.confidential.name not in outsider
        assert world.confidential.name in signed_in(world.member).get("/spaces/").content.decode()

    def test_the_number_of_members_is_for_those_inside(self, world, signed_in):
        path = "/spaces/?kind=on_request"
        assert "4 members" in signed_in(world.member).get(path, headers=ENGLISH).content.decode()
        outside = signed_in(world.outsider).get(path, headers=ENGLISH).content.decode()
        assert "members" in outside.lower()
        assert "4 members" not in outside

    def test_filters(self, world, signed_in, space_of):
        old = space_of(world.owner, name="Vieux moulin")
        archive_space(actor=world.owner, space=old)
        client = signed_in(world.member)

        def names(query):
            page = client.get(f"/spaces/{query}").content.decode()
            return {s.name for s in Space.objects.communities() if f">{s.name}</a>" in page}

        both = {world.open.name, world.on_request.name}
        assert names("") == both | {world.confidential.name}
        assert names("?show=archived") == {"Vieux moulin"}
        assert names("?kind=confidential") == {world.confidential.name}
        assert names("?purpose=ideas") == set()
        assert names("?q=CÂV+ope") == {world.open.name}
        assert names("?q=%21%21") == set()
        assert names("?show=mine&q=cave") == both | {world.confidential.name}

    @pytest.mark.parametrize(
        "query", ["?after=zzz", "?after=WyJcdTAwMDAiLDFd", "?after=WzFd", "?after=é"]
    )
    def test_a_cursor_that_is_not_ours_is_404(self, world, signed_in, query):
        assert signed_in(world.member).get(f"/spaces/{query}").status_code == 404

    @pytest.mark.parametrize("query", ["?q=%00", "?kind=%00&show=x", "?q=" + "é" * 5000])
    def test_whatever_is_asked_is_answered(self, world, signed_in, query):
        assert signed_in(world.member).get(f"/spaces/{query}").status_code == 200

    def test_pages_follow_each_other_without_repeating(self, world, signed_in, space_of):
        for number in range(35):
            space_of(world.owner, name=f"Série {number:02}")
        client = signed_in(world.outsider)
        first = client.get("/spaces/?q=série").content.decode()
        more = first.split('class="button second" href="')[1].split('"')[0].replace("&amp;", "&")
        second = client.get(more, headers=FRAGMENT).content.decode()
        assert "<html" not in second
        shown = [f"Série {n:02}</a>" in first for n in range(35)]
        shown_next = [f"Série {n:02}</a>" in second for n in range(35)]
        assert sum(shown) == 30
        assert [not s for s in shown] == shown_next

    def test_queries_do_not_grow(self, world, signed_in, space_of, queries_of):
        client = signed_in(world.member)
        few = queries_of(lambda: client.get("/spaces/"))
        for number in range(20):
            space = space_of(world.owner, kind=Space.Kind.values[number % 3])
            add_member(actor=world.owner, space=space, user=world.member)
        assert queries_of(lambda: client.get("/spaces/")) == few


class TestPicker:
    def test_where_one_may_post(self, world, signed_in):
        client = signed_in(world.member)
        mine = client.get("/spaces/picker/", headers=FRAGMENT).content.decode()
        assert world.confidential.name in mine
        assert 'data-slug="everyone"' in mine
        assert f'data-slug="page--{world.member.username}"' in mine

    def test_what_one_may_not_post_in_is_not_offered(self, world, signed_in, space_of):
        archived = space_of(world.owner, name="Cave archivée")
        archive_space(actor=world.owner, space=archived)
        found = signed_in(world.outsider).get("/spaces/picker/?q=cave").content.decode()
        assert world.open.name in found
        for space in (world.on_request, world.confidential, archived):
            assert space.name not in found

    def test_queries_do_not_grow(self, world, signed_in, space_of, queries_of):
        client = signed_in(world.member)
        few = queries_of(lambda: client.get("/spaces/picker/?q=cave", headers=FRAGMENT))
        for _ in range(20):
            join_space(user=world.member, space=space_of(world.owner, name="Cave"))
        many = queries_of(lambda: client.get("/spaces/picker/?q=cave", headers=FRAGMENT))
        assert many == few


class TestCreate:
    def test_the_form_says_who_will_see_what_for_each_kind(self, world, signed_in):
        page = signed_in(world.member).get("/spaces/new/", headers=ENGLISH).content.decode()
        assert "Every employee will see the name and read what is written." in page
        assert "Only members will see the name, read and write." in page

    def test_create(self, world, signed_in):
        client = signed_in(world.outsider)
        response = client.post("/spaces/new/", GOOD)
        space = Space.objects.get(name="Atelier vélo")
        assert (response.status_code, response["Location"]) == (303, at(space))
        assert client.post("/spaces/new/", GOOD)["Location"] == at(space)
        assert Space.objects.filter(name="Atelier vélo").count() == 1

    @pytest.mark.parametrize(
        "change",
        [{"name": ""}, {"name": "!!"}, {"kind": "secret"}, {"name": "x" * 121}, {"name": "a\0b"}],
    )
    def test_what_cannot_be_is_said_and_kept(self, world, signed_in, change):
        response = signed_in(world.outsider).post("/spaces/new/", GOOD | change)
        assert response.status_code == 422
        assert "Réparer ensemble" in response.content.decode()

    def test_nothing_at_all(self, world, signed_in):
        assert signed_in(world.outsider).post("/spaces/new/").status_code == 422


class TestDescribe:
    def test_edit(self, world, signed_in):
        client = signed_in(world.animator)
        assert client.get(at(world.on_request, "edit/")).status_code == 200
        assert client.post(at(world.on_request, "edit/"), GOOD).status_code == 303
        world.on_request.refresh_from_db()
        assert world.on_request.name == "Atelier vélo"
        refused = client.post(at(world.on_request, "edit/"), GOOD | {"name": ""})
        assert refused.status_code == 422

    @pytest.mark.parametrize("page", ["edit/", "kind/"])
    def test_gates(self, world, signed_in, page):
        assert signed_in(world.member).get(at(world.on_request, page)).status_code == 403
        assert signed_in(world.member).post(at(world.on_request, page), GOOD).status_code == 403
        assert signed_in(world.outsider).get(at(world.on_request, page)).status_code == 404
        assert signed_in(world.owner).get(at(world.everyone, page)).status_code == 403

    def test_another_kind(self, world, signed_in):
        client = signed_in(world.owner)
        page = client.get(at(world.on_request, "kind/")).content.decode()
        assert 'value="confidential"' in page
        assert 'value="on_request"' not in page
        closing = client.post(at(world.on_request, "kind/"), {"kind": "confidential"})
        assert closing.status_code == 303
        world.on_request.refresh_from_db()
        assert world.on_request.kind == Space.Kind.CONFIDENTIAL
        assert client.get(at(world.on_request, "kind/")).status_code == 200

    def test_the_number_of_those_who_lose_it_is_said(self, world, signed_in):
        follow_space(user=world.outsider, space=world.open)
        page = signed_in(world.owner).get(
            at(world.open, "kind/?kind=confidential"), headers=ENGLISH
        )
        assert "1 person follows this space" in page.content.decode()

    def test_archive_and_restore(self, world, signed_in):
        client = signed_in(world.owner)
        assert client.post(at(world.open, "archive/")).status_code == 303
        world.open.refresh_from_db()
        assert world.open.is_archived
        assert signed_in(world.animator).post(at(world.open, "archive/")).status_code == 403
        undone = client.post(at(world.open, "archive/"), {"_method": "DELETE"})
        assert undone.status_code == 303
        world.open.refresh_from_db()
        assert not world.open.is_archived


class TestBelonging:
    def test_join_and_leave(self, world, signed_in):
        client = signed_in(world.outsider)
        response = client.post(at(world.open, "membership/"))
        assert (response.status_code, response["Location"]) == (303, at(world.open))
        assert Membership.objects.filter(space=world.open, user=world.outsider).exists()
        left = client.post(at(world.open, "membership/"), {"_method": "DELETE"})
        assert (left.status_code, left["Location"]) == (303, at(world.open))

    def test_joining_from_the_list_answers_with_the_row(self, world, signed_in):
        response = signed_in(world.outsider).post(
            at(world.open, "membership/"), {"as": "row"}, headers=FRAGMENT
        )
        assert response.content.decode().lstrip().startswith('<div class="row"')

    def test_leaving_a_closed_space_leads_to_the_list(self, world, signed_in):
        client = signed_in(world.member)
        response = client.delete(at(world.confidential, "membership/"))
        assert (response.status_code, response["Location"]) == (303, "/spaces/")
        assert client.get(at(world.confidential, "about/")).status_code == 404

    def test_a_closed_door_says_who_opens_it(self, world, signed_in):
        client = signed_in(world.outsider)
        refused = client.post(at(world.on_request, "membership/"))
        assert refused.status_code == 403
        assert client.post(at(world.confidential, "membership/")).status_code == 404
        door = client.get(at(world.on_request))
        assert door.status_code == 403
        page = door.content.decode()
        assert world.animator.display_name in page
        assert world.member.display_name not in page

    def test_follow(self, world, signed_in):
        client = signed_in(world.outsider)
        assert client.post(at(world.open, "follow/")).status_code == 303
        assert Follow.objects.filter(user=world.outsider, space=world.open).exists()
        button = client.post(at(world.open, "follow/"), {"_method": "DELETE"}, headers=FRAGMENT)
        assert 'aria-pressed="false"' in button.content.decode()
        assert not Follow.objects.filter(user=world.outsider).exists()
        assert client.post(at(world.on_request, "follow/")).status_code == 404


class TestMembers:
    def test_who_sees_the_members(self, world, signed_in):
        path = at(world.on_request, "members/")
        assert signed_in(world.member).get(path).status_code == 200
        assert signed_in(world.outsider).get(path).status_code == 404
        assert signed_in(world.administrator).get(path).status_code == 404

    def test_search(self, world, signed_in):
        path = at(world.on_request, "members/")
        found = signed_in(world.member).get(f"{path}?q=anais", headers=FRAGMENT).content.decode()
        assert world.animator.display_name in found
        assert world.owner.display_name not in found

    def test_add_change_and_remove(self, world, signed_in):
        client = signed_in(world.animator)
        path = at(world.confidential, f"members/{world.outsider.username}/")
        added = client.post(path)
        assert (added.status_code, added["Location"]) == (303, at(world.confidential, "members/"))
        row = client.post(path, {"role": "animator"}, headers=FRAGMENT)
        assert f'id="member-{world.outsider.pk}"' in row.content.decode()
        membership = Membership.objects.get(space=world.confidential, user=world.outsider)
        assert membership.role == Role.ANIMATOR
        assert client.post(path, {"role": "king"}).status_code == 422
        assert client.post(path, {"role": "owner"}).status_code == 403
        assert client.delete(path, headers=FRAGMENT).content == b""
        assert signed_in(world.outsider).get(at(world.confidential, "about/")).status_code == 404

    def test_members_manage_nobody(self, world, signed_in):
        client = signed_in(world.member)
        path = at(world.confidential, f"members/{world.outsider.username}/")
        assert client.post(path).status_code == 403
        page = client.get(at(world.confidential, "members/?add=oscar")).content.decode()
        assert "Oscar" not in page

    def test_an_unknown_colleague_is_404(self, world, signed_in):
        client = signed_in(world.animator)
        for name in ("nobody-at-all", world.deactivated.username):
            assert client.post(at(world.confidential, f"members/{name}/")).status_code == 404

    def test_colleagues_are_found_to_be_added(self, world, signed_in):
        client = signed_in(world.animator)
        path = at(world.confidential, "members/?add=o")
        found = client.get(path, headers=FRAGMENT).content.decode()
        assert world.outsider.display_name in found
        assert "<html" not in found

    def test_the_whole_company_has_no_member_list(self, world, signed_in):
        assert signed_in(world.member).get("/spaces/everyone/members/").status_code == 404

    def test_queries_do_not_grow(self, world, signed_in, person, queries_of):
        client = signed_in(world.animator)
        path = at(world.on_request, "members/")
        few = queries_of(lambda: client.get(path))
        for _ in range(20):
            add_member(actor=world.animator, space=world.on_request, user=person())
        assert queries_of(lambda: client.get(path)) == few


class TestAbout:
    def test_what_each_may_know(self, world, signed_in):
        inside = signed_in(world.member).get(at(world.on_request, "about/"), headers=ENGLISH)
        assert "Nobody else." in inside.content.decode()
        assert "have no key to this space" in inside.content.decode()
        outside = signed_in(world.outsider).get(at(world.on_request, "about/"), headers=ENGLISH)
        page = outside.content.decode()
        assert outside.status_code == 200
        assert world.animator.display_name in page
        assert "The 4 members" not in page
        assert "Created on" not in page

    def test_the_charter_note_is_for_readers(self, world, signed_in):
        signed_in(world.owner).post(at(world.on_request, "edit/"), GOOD)
        path = at(world.on_request, "about/")
        assert "Sans jugement" in signed_in(world.member).get(path).content.decode()
        assert "Sans jugement" not in signed_in(world.outsider).get(path).content.decode()


ENGLISH = {"accept-language": "en"}
GOOD = {
    "name": "Atelier vélo",
    "kind": "open",
    "purpose": "casual",
    "language": "fr",
    "description": "Réparer ensemble",
    "charter_note": "Sans jugement",
    "key": "6d1f5a1c-6e7b-4c53-9d61-2f9a3a2e8f10",
}
