"""What goes out comes back the same."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from apps.archive.actions import export_archive
from apps.archive.models import ImportedItem
from apps.posts.actions import (
    create_comment,
    create_post,
    pin_post,
    react,
    withdraw_comment,
    withdraw_post,
)
from apps.posts.models import Comment, CommentReaction, Post, PostReaction
from apps.profiles.actions import create_unit
from apps.profiles.models import Profile, Unit, User
from apps.spaces.models import Membership, Space, SpaceGrant
from tests.conftest import make_person, make_space

pytestmark = pytest.mark.django_db

COMMUNITY = settings.BASE_DIR.parent / "shared" / "data" / "community.jsonl.gz"


@pytest.fixture
def lived_in() -> Space:
    """A confidential space, the whole company and a page, with all that can be said in them."""
    unit = create_unit(name="Atelier Sud")
    owner = make_person("Odile Owner", job_title="Soudeuse", unit=unit)
    reader = make_person("Éric Reader")
    space = make_space(owner, kind=Space.Kind.CONFIDENTIAL, name="Comité", description="Entre nous")
    first = create_post(
        author=owner, space=space, title="Un", body="<p>Bonjour <strong>à tous</strong></p>"
    )
    pin_post(actor=owner, post=first)
    answer = create_comment(author=owner, post=first, body="Une réponse")
    create_comment(author=owner, post=first, body="Un mot", parent=answer)
    gone = create_comment(author=owner, post=first, body="Repris mais répondu")
    create_comment(author=owner, post=first, body="Ah ?", parent=gone)
    withdraw_comment(actor=owner, comment=gone)
    react(user=owner, said=first, kind="bravo")
    react(user=owner, said=answer, kind="me_too")
    withdraw_post(actor=owner, post=create_post(author=owner, space=space, body="SECRET REPRIS"))
    everyone = Space.objects.get(built_in=Space.BuiltIn.EVERYONE)
    react(user=reader, said=create_post(author=owner, space=everyone, body="À tous"), kind="thanks")
    create_post(author=reader, space=reader.page, body="Chez moi")
    return space


def everything() -> dict[str, list]:
    """All that an archive carries, told without primary keys."""
    return {
        "people": sorted(
            map(
                str,
                Profile.objects.values_list(
                    "user__email",
                    "user__username",
                    "user__display_name",
                    "user__joined_at",
                    "job_title",
                    "unit__name",
                    "searchable",
                ),
            )
        ),
        "spaces": sorted(
            Space.objects.filter(built_in="").values_list(
                "slug", "name", "kind", "description", "members_count", "created_at", "searchable"
            )
        ),
        "members": sorted(
            Membership.objects.values_list("user__email", "space__slug", "role", "joined_at")
        ),
        "grants": sorted(
            SpaceGrant.objects.values_list(
                "user__email", "content_object__slug", "permission__codename"
            )
        ),
        "posts": sorted(
            Post.objects.filter(withdrawn_at=None).values_list(
                "published_at",
                "space__slug",
                "author__email",
                "title",
                "html",
                "text",
                "comments_count",
                "pinned_at",
            )
        ),
        "comments": sorted(
            Comment.objects.filter(withdrawn_at=None).values_list(
                "published_at", "post__title", "author__email", "html", "text", "parent__text"
            )
        ),
        "reactions": sorted(
            PostReaction.objects.values_list("user__email", "post__text", "kind", "reacted_at")
        ),
        "answers": sorted(
            CommentReaction.objects.values_list("user__email", "comment__text", "kind")
        ),
        "counts": sorted(
            map(str, Post.objects.filter(withdrawn_at=None).values_list("text", "reaction_counts"))
        ),
    }


def start_over() -> None:
    """An empty installation, other than the one that exported."""
    groups = Unit._meta.get_field("group").related_model
    Post.objects.all().delete()
    for space in Space.objects.exclude(built_in="everyone"):
        with connection.cursor() as cursor:
            # A journal goes with its whole space, and only so.
            cursor.execute("SELECT set_config('rsn.deleting_space', %s, true)", [str(space.pk)])
        space.delete()
    for model in (Profile, User, Unit, groups, ImportedItem):
        model.objects.all().delete()
    Space.objects.update(created_at=timezone.now())


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_out_and_in_again(lived_in, tmp_path: Path, name: str) -> None:
    before = everything()
    assert all(before.values()), "there is something of each kind to lose"
    export_archive(tmp_path / name)
    start_over()
    call_command("import_archive", tmp_path / name, stdout=io.StringIO())

    after = everything()
    # The words of a withdrawn comment do not travel; its place does.
    for row in (*before["comments"], *after["comments"]):
        assert row[-1] != "Repris mais répondu" or row in before["comments"]
    before["comments"] = [
        (*r[:-1], "" if r[-1] == "Repris mais répondu" else r[-1]) for r in before["comments"]
    ]
    assert after == before


def test_our_own_export_adds_nothing_here(lived_in, tmp_path: Path) -> None:
    before = everything()
    export_archive(tmp_path / "a.jsonl")
    for _ in range(2):
        output = io.StringIO()
        call_command("import_archive", tmp_path / "a.jsonl", stdout=output)
        assert everything() == before
    assert "Skipped" not in output.getvalue()


def test_what_was_withdrawn_stays_here(lived_in, tmp_path: Path) -> None:
    export_archive(tmp_path / "a.jsonl")
    content = (tmp_path / "a.jsonl").read_text()
    assert "Bonjour" in content
    assert "SECRET REPRIS" not in content
    assert "Repris mais répondu" not in content


def test_one_space_and_only_it(lived_in, tmp_path: Path) -> None:
    other = make_space(make_person("Absente Absente"), kind=Space.Kind.CONFIDENTIAL, name="Autre")
    create_post(author=other.created_by, space=other, body="AILLEURS")
    call_command("export_archive", tmp_path / "a.jsonl", space=lived_in.slug, stdout=io.StringIO())

    content = (tmp_path / "a.jsonl").read_text()
    kinds = [json.loads(line).get("type") for line in content.splitlines()]
    assert kinds.count("space") == 1
    assert kinds.count("user") == 1
    for outside in ("AILLEURS", "Absente", "À tous", "Chez moi", "Éric"):
        assert outside not in content


def test_the_file_is_for_its_owner_and_appears_when_whole(lived_in, tmp_path: Path) -> None:
    export_archive(tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").stat().st_mode & 0o077 == 0

    def fail(_counts) -> None:
        raise KeyboardInterrupt

    said = {"post": Post.objects.first(), "author": User.objects.first(), "text": "x"}
    Comment.objects.bulk_create(Comment(html="<p>x</p>", **said) for _ in range(1000))
    with pytest.raises(KeyboardInterrupt):
        export_archive(tmp_path / "b.jsonl", on_progress=fail)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl"]


def test_the_operator_is_told_what_the_file_holds(lived_in, tmp_path: Path) -> None:
    output = io.StringIO()
    call_command("export_archive", tmp_path / "a.jsonl", stdout=output)
    assert "1 confidential space" in output.getvalue()


def test_a_space_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no space"):
        call_command("export_archive", tmp_path / "a.jsonl", space="none")
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.timeout(900)  # two imports of 60,000 messages, while other tests take the machine
@pytest.mark.skipif(not COMMUNITY.exists(), reason="the real community is not part of the project")
def test_a_real_community(tmp_path: Path) -> None:
    call_command("import_archive", COMMUNITY, stdout=io.StringIO())
    before = everything()
    assert [len(before[k]) for k in ("people", "spaces", "posts")] == [1126, 49, 4260]
    assert len(before["comments"]) + 79 == 55775, "79 have no words"
    export_archive(tmp_path / "a.jsonl.gz")
    start_over()
    output = io.StringIO()
    call_command("import_archive", tmp_path / "a.jsonl.gz", stdout=output)
    after = everything()
    assert "Skipped" not in output.getvalue(), output.getvalue()
    assert {k: len(v) for k, v in after.items()} == {k: len(v) for k, v in before.items()}
    for name, rows in before.items():
        assert after[name] == rows, name
