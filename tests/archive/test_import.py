"""What an archive becomes here."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection

from apps.archive.actions import importing
from apps.archive.ids import AnotherCommunity
from apps.events.models import OutboxEvent
from apps.posts.models import Comment, CommentReaction, Post, PostReaction
from apps.profiles.actions import register_person
from apps.profiles.models import Unit, User
from apps.spaces.actions import create_space
from apps.spaces.grants import PERMISSIONS_OF_ROLE
from apps.spaces.models import Membership, Space, SpaceGrant
from tests.archive.conftest import DAY, SMALL, comment, membership, post, reaction, space, user

pytestmark = pytest.mark.django_db


def test_everything_arrives_with_its_dates_and_is_marked_as_imported(bring_in) -> None:
    report = bring_in(SMALL)

    assert report.is_complete
    assert dict(report.written) == {
        "user": 2,
        "space": 1,
        "membership": 2,
        "post": 1,
        "comment": 2,
        "reaction": 0,
    }
    said = Post.objects.get()
    assert said.published_at == datetime(2025, 3, 2, 10, tzinfo=UTC)
    assert (said.title, said.html, said.text) == ("Titre 1", "<p>Post 1</p>", "Post 1")
    assert said.comments_count == 2
    assert said.imported_at
    assert said.space.imported_at
    assert [c.text for c in Comment.objects.oldest_first()] == ["Réponse 1", "Réponse 2"]


def test_nobody_is_told(bring_in) -> None:
    bring_in([*SMALL, reaction()])

    assert OutboxEvent.objects.count() == 0
    assert mail.outbox == []


def test_postgres_is_told_how_much_came_while_it_comes(bring_in, monkeypatch) -> None:
    """Told that a table is empty, it would read all of it for every row that refers to it."""

    def believed(table: str) -> int:
        with connection.cursor() as db:
            db.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
            return int(db.fetchone()[0])

    monkeypatch.setattr(importing, "BATCH", 100)
    with connection.cursor() as db:
        db.execute("ANALYZE posts_comment, posts_post, search_searchentry")
    lines = [*SMALL, *(comment(n, created_at=DAY) for n in range(3, 1003))]
    half_way = []
    bring_in(lines, on_progress=lambda report: half_way.append(believed("posts_comment")))

    written = [100 * n for n in range(1, len(half_way) + 1)]
    assert all(2 * known >= said - 100 for known, said in zip(half_way, written, strict=True))
    assert [believed(t) for t in ("posts_comment", "posts_post", "search_searchentry")] == [
        1002,
        1,
        1003,
    ]


def test_people_cannot_sign_in_yet_and_are_found_in_the_directory(bring_in) -> None:
    bring_in([user(1, name="Éloïse Bœuf", title="Chef d’équipe", department="Atelier Nord")])

    person = User.objects.get()
    assert not person.has_usable_password()
    assert person.username == "eloise-boeuf"
    assert person.joined_at == datetime.fromisoformat(DAY)
    assert list(User.objects.matching("eloi boeu")) == [person]
    assert list(User.objects.matching("atelier")) == [person]
    assert person.page.name == "Éloïse Bœuf"
    assert person.groups.get() == Unit.objects.get(name="Atelier Nord").group


def test_namesakes_get_addresses_of_their_own(bring_in) -> None:
    register_person(email="other@example.test", display_name="Camille Roux")
    bring_in([user(n, name="Camille Roux") for n in (1, 2)])

    names = set(User.objects.values_list("username", flat=True))
    assert names == {"camille-roux", "camille-roux-2", "camille-roux-3"}


def test_a_person_who_is_here_already_stays_as_they_are(bring_in) -> None:
    here = register_person(email="p1@archive.example", display_name="Moi", job_title="Ici")
    report = bring_in([user(1, email="P1@Archive.example"), space(), post(author="u1")])

    assert report.already_here["user"] == 1
    assert Post.objects.get().author == here
    here.refresh_from_db()
    assert (here.display_name, here.profile.job_title) == ("Moi", "Ici")


def test_people_without_an_address_are_distinct_and_cannot_be_mailed(bring_in) -> None:
    bring_in([user(1, email="", id="é"), user(2, email="", id="ê")])

    emails = list(User.objects.values_list("email", flat=True))
    assert len(set(emails)) == 2
    assert all(email.endswith(".invalid") for email in emails)


@pytest.mark.parametrize(
    ("said", "means"),
    [("public", "open"), ("private", "on_request"), ("confidential", "confidential")],
)
def test_kinds_of_space(bring_in, said: str, means: str) -> None:
    bring_in([space(visibility=said)])
    assert Space.objects.communities().get().kind == means


def test_roles_become_grants(bring_in) -> None:
    bring_in([*SMALL, user(3), membership(user="u3", role="animator")])

    for member in Membership.objects.all():
        held = SpaceGrant.objects.filter(user=member.user, content_object=member.space)
        assert (
            set(held.values_list("permission__codename", flat=True))
            == PERMISSIONS_OF_ROLE[member.role]
        )
    assert Space.objects.communities().get().members_count == 3


def test_a_space_of_the_same_name_is_another_space(bring_in) -> None:
    owner = register_person(email="o@example.test", display_name="O")
    here = create_space(owner=owner, name="Espace 1")
    bring_in(SMALL)

    assert Space.objects.communities().count() == 2
    assert not Post.objects.filter(space=here).exists()


def test_the_address_of_a_confidential_space_tells_nothing(bring_in) -> None:
    bring_in([space(visibility="confidential", name="Plan social")])
    slug = Space.objects.communities().get().slug
    assert slug.startswith("plan-social-")
    assert len(slug) == len("plan-social-") + 6


def test_posts_reach_the_whole_company_and_peoples_pages(bring_in) -> None:
    bring_in(
        [
            user(1),
            space(1, built_in="everyone", name=""),
            space(2, built_in="person", person="u1"),
            post(1, space="s1"),
            post(2, space="s2"),
        ]
    )
    assert Post.objects.get(title="Titre 1").space.built_in == Space.BuiltIn.EVERYONE
    assert Post.objects.get(title="Titre 2").space == User.objects.get().page


def test_nobody_becomes_a_member_of_a_built_in_space(bring_in) -> None:
    lines = [user(1), space(1, built_in="everyone"), membership()]
    report = bring_in(lines)
    assert report.skipped["membership"] == 1
    assert bring_in(lines).skipped["membership"] == 1, "also when it was known before"
    assert not Membership.objects.exists()


def test_html_is_made_safe_and_loses_no_words(bring_in) -> None:
    html = (
        '<h1>Un</h1><p onclick="x()">Deux <del>trois</del><script>alert(1)</script></p>'
        "<table><tr><td>quatre</td><td>cinq</td></tr></table>"
        '<p><img src="https://i.example/six.png" onerror="x()">'
        '<a href="javascript:x()">sept</a></p>'
        '<p><span class="katex"><span class="katex-mathml"><math><semantics><mrow><mi>h</mi></mrow>'
        '<annotation encoding="application/x-tex">h_8</annotation></semantics></math></span>'
        '<span class="katex-html" aria-hidden="true"><span>h</span><span>8</span></span></span>'
        " fin</p>"
    )
    bring_in([user(1), space(), post(html=html)])

    said = Post.objects.get()
    for danger in ("onclick", "onerror", "script", "javascript", "alert"):
        assert danger not in said.html
    assert "<h3>Un</h3>" in said.html
    assert said.text.split() == "Un Deux trois quatre | cinq six.pngsept h_8 fin".split()  # noqa: SIM905


def test_answers_to_answers_join_one_level(bring_in) -> None:
    bring_in([*SMALL, comment(3, parent="c1"), comment(4, parent="c3")])
    top = Comment.objects.get(text="Réponse 1")
    assert [c.text for c in top.replies.oldest_first()] == ["Réponse 3", "Réponse 4"]

    bring_in([*SMALL, comment(3, parent="c1"), comment(4, parent="c3"), comment(5, parent="c4")])
    assert Comment.objects.get(text="Réponse 5").parent == top


def test_one_reaction_a_person_whatever_the_other_network_allowed(bring_in) -> None:
    report = bring_in(
        [
            *SMALL,
            reaction(kind="like"),
            reaction(kind="bravo"),
            reaction(user="u1", kind="celebrate"),
        ]
    )
    assert (report.written["reaction"], report.already_here["reaction"]) == (2, 1)
    assert Post.objects.get().reaction_counts == {"thanks": 1, "bravo": 1}
    assert PostReaction.objects.count() == 2


def test_reactions_to_comments(bring_in) -> None:
    line = reaction(comment="c1", kind="learned")
    del line["post"]
    bring_in([*SMALL, line])
    assert CommentReaction.objects.get().comment.reaction_counts == {"learned": 1}


def test_again_adds_nothing(bring_in) -> None:
    lines = [*SMALL, reaction()]
    bring_in(lines)
    version = Post.objects.get().version
    report = bring_in(lines)

    assert report.written.total() == 0
    assert report.already_here == report.read
    assert Post.objects.get().version == version


def test_a_later_export_adds_what_is_new(bring_in) -> None:
    bring_in(SMALL)
    report = bring_in([user(3), *SMALL, comment(3, author="u3"), post(2)])

    assert {k: n for k, n in report.written.items() if n} == {"user": 1, "comment": 1, "post": 1}
    assert Post.objects.get(title="Titre 1").comments_count == 3


def test_what_was_removed_here_is_not_brought_back(bring_in) -> None:
    bring_in(SMALL)
    Post.objects.all().delete()
    report = bring_in([*SMALL, comment(3)])

    assert Post.objects.count() == 0
    assert list(report.counts) == ["it refers to a post that was removed here since"]


def test_another_community_of_the_same_name_is_not_mixed_in(bring_in) -> None:
    bring_in(SMALL)
    others = [user(n, name=f"Autre {n}", email=f"a{n}@elsewhere.example") for n in (1, 2)]
    lines = [*others, space(), post(7)]
    with pytest.raises(AnotherCommunity):
        bring_in(lines)
    assert Post.objects.count() == 1

    bring_in(lines, identity="Un autre atelier")
    assert Post.objects.get(title="Titre 7").author.display_name == "Autre 1"


def test_a_dry_run_says_all_and_keeps_nothing(bring_in) -> None:
    report = bring_in(SMALL, is_dry_run=True)

    assert report.written["comment"] == 2
    assert not User.objects.exists()
    assert not Post.objects.exists()
    assert bring_in(SMALL).written["comment"] == 2
