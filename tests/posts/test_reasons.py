"""Of a conversation kept apart: what is said of who reads it is what the rule lets through."""

from django.utils.translation import override

from apps.posts.actions import create_post
from apps.posts.models import Post
from apps.posts.reasons import post_reasons
from apps.profiles.actions import create_unit
from apps.spaces import grants
from apps.spaces.actions import change_kind, exclude_person
from tests.conftest import make_person


def test_who_is_excluded_of_a_unit_that_read_before_is_not_counted(world):
    unit = create_unit(name="Atelier")
    stays, out = make_person(unit=unit), make_person(unit=unit)
    space = world.on_request
    grants.grant_unit(unit=unit, space=space)
    said = create_post(author=world.owner, space=space, body="Avant.")
    change_kind(actor=world.owner, space=space, kind="open")

    def count() -> int:
        kept = Post.objects.select_related("space", "circle").get(pk=said.pk)
        with override("en"):
            (reason,) = post_reasons(kept)
        assert reason.count == kept.readers().count()
        assert reason.text.startswith(f"{reason.count} people")
        return reason.count

    before = count()
    exclude_person(actor=world.owner, space=space, user=out, reason="x")
    assert count() == before - 1
    assert not Post.objects.visible_to(out).contains(said)
    assert Post.objects.visible_to(stays).contains(said)
