"""What an export says, line by line, references before use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from apps.archive.format import FORMAT, VERSION
from apps.archive.ids import own_identity
from apps.files.models import StoredFile
from apps.posts.mentions import without_mentions
from apps.posts.models import Attachment, Comment, CommentReaction, Post, PostReaction
from apps.profiles.models import User
from apps.spaces.models import Membership, Space

CHUNK = 2000

Line = dict[str, Any]


def header_of(space: Space | None) -> Line:
    """The `id` is the installation's own, whatever part of it is exported: ids never collide."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": space.title if space else settings.RSN_ORGANISATION_NAME,
        "language": space.language if space else settings.LANGUAGE_CODE,
        "id": own_identity(),
    }


@dataclass(frozen=True)
class Scope:
    """Which rows an export takes: all, or those of one space. What was withdrawn stays out, and
    what `reader`, who asks for it, does not read there.
    """

    space: Space | None
    reader: User | None = None

    def spaces(self) -> QuerySet[Space]:
        if self.space:
            return Space.objects.filter(pk=self.space.pk)
        # A page on which nothing was written is made again when its person arrives.
        written = Post.objects.filter(space=OuterRef("pk"), withdrawn_at=None)
        return Space.objects.filter(~Q(built_in=Space.BuiltIn.PERSON) | Exists(written))

    def posts(self) -> QuerySet[Post]:
        posts = Post.objects.filter(withdrawn_at=None)
        if self.reader:
            posts = Post.objects.in_readable_spaces(self.reader)
        return posts.filter(space=self.space) if self.space else posts

    def comments(self) -> QuerySet[Comment]:
        """Under those posts; a withdrawn one only where answers hang on it."""
        answered = Comment.objects.filter(parent=OuterRef("pk"), withdrawn_at=None)
        comments = Comment.objects.filter(Q(withdrawn_at=None) | Exists(answered))
        comments = comments.filter(post__withdrawn_at=None)
        if self.reader:
            comments = comments.filter(post__in=self.posts())
        return comments.filter(post__space=self.space) if self.space else comments

    def attachments(self) -> QuerySet[Attachment]:
        """Of those posts and standing comments; what was not checked, or is harmful, stays out."""
        ready = Attachment.objects.filter(file__state=StoredFile.State.READY)
        said = Q(post__in=self.posts()) | Q(
            comment__in=self.comments().filter(withdrawn_at=None).order_by()
        )
        return ready.filter(said).select_related("file")

    def memberships(self) -> QuerySet[Membership]:
        members = Membership.objects.all()
        return members.filter(space=self.space) if self.space else members

    def post_reactions(self) -> QuerySet[PostReaction]:
        return PostReaction.objects.filter(post__in=self.posts())

    def comment_reactions(self) -> QuerySet[CommentReaction]:
        reactions = CommentReaction.objects.filter(
            comment__withdrawn_at=None, comment__post__withdrawn_at=None
        )
        if self.reader:
            reactions = reactions.filter(comment__post__in=self.posts())
        return reactions.filter(comment__post__space=self.space) if self.space else reactions

    def people(self) -> QuerySet[User]:
        if not self.space:
            return User.objects.all()
        return User.objects.filter(
            Q(pk__in=self.memberships().values("user"))
            | Q(pk__in=self.posts().values("author"))
            | Q(pk__in=self.comments().values("author"))
            | Q(pk__in=self.post_reactions().values("user"))
            | Q(pk__in=self.comment_reactions().values("user"))
            | Q(page=self.space)
        )


def lines_of(scope: Scope) -> Iterator[Line]:
    """Every line after the header."""
    for person in _each(scope.people().select_related("profile__unit").order_by("pk")):
        yield _person(person)
    for space in _each(scope.spaces().order_by("pk")):
        yield _space(space)
    for member in _each(scope.memberships().order_by("pk")):
        yield _membership(member)
    for post in _each(scope.posts().order_by("published_at", "pk")):
        yield _post(post)
    # Answers after what they answer.
    order = (F("parent").asc(nulls_first=True), "published_at", "pk")
    for comment in _each(scope.comments().order_by(*order)):
        yield _comment(comment)
    for reaction in _each(scope.post_reactions().order_by("pk")):
        yield _reaction(reaction, post=f"p{reaction.post_id}")
    for reaction in _each(scope.comment_reactions().order_by("pk")):
        yield _reaction(reaction, comment=f"c{reaction.comment_id}")


def files_of(scope: Scope) -> Iterator[tuple[Line, str]]:
    """The lines of the files, and the name of each one's bytes in the storage."""
    for attachment in _each(scope.attachments().order_by("position", "pk")):
        yield _file(attachment), attachment.file.stored_as


def _each(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.iterator(chunk_size=CHUNK)


def _person(person: User) -> Line:
    profile = getattr(person, "profile", None)
    return _line(
        type="user",
        id=f"u{person.pk}",
        name=person.display_name,
        email=person.email,
        title=profile.job_title if profile else "",
        department=profile.unit.name if profile and profile.unit else "",
        joined_at=_date(person.joined_at),
        username=person.username,
        language=person.language,
    )


def _space(space: Space) -> Line:
    return _line(
        type="space",
        id=f"s{space.pk}",
        name=space.name,
        description=space.description,
        visibility=space.kind,
        created_at=_date(space.created_at),
        slug=space.slug,
        purpose=space.purpose,
        language=space.language,
        charter_note=space.charter_note,
        archived_at=_date(space.archived_at),
        built_in=space.built_in,
        person=f"u{space.person_id}" if space.person_id else "",
    )


def _membership(membership: Membership) -> Line:
    return _line(
        type="membership",
        space=f"s{membership.space_id}",
        user=f"u{membership.user_id}",
        role=membership.role,
        joined_at=_date(membership.joined_at),
    )


def _post(post: Post) -> Line:
    return _line(
        type="post",
        id=f"p{post.pk}",
        space=f"s{post.space_id}",
        author=f"u{post.author_id}",
        title=post.title,
        html=without_mentions(post.html),
        created_at=_date(post.published_at),
        edited_at=_date(post.edited_at),
        pinned_at=_date(post.pinned_at),
    )


def _comment(comment: Comment) -> Line:
    return _line(
        type="comment",
        id=f"c{comment.pk}",
        post=f"p{comment.post_id}",
        parent=f"c{comment.parent_id}" if comment.parent_id else "",
        author=f"u{comment.author_id}",
        html="" if comment.withdrawn_at else without_mentions(comment.html),
        created_at=_date(comment.published_at),
        edited_at=_date(comment.edited_at),
        withdrawn_at=_date(comment.withdrawn_at),
    )


def _reaction(reaction: PostReaction | CommentReaction, **target: str) -> Line:
    return _line(
        type="reaction",
        **target,
        user=f"u{reaction.user_id}",
        kind=reaction.kind,
        created_at=_date(reaction.reacted_at),
    )


def _file(attachment: Attachment) -> Line:
    file = attachment.file
    return _line(
        type="file",
        id=f"f{file.pk}",
        post=f"p{attachment.post_id}" if attachment.post_id else "",
        comment=f"c{attachment.comment_id}" if attachment.comment_id else "",
        name=file.name,
        path=f"files/f{file.pk}",
        mime=file.mime,
        alt=attachment.alt,
    )


def _line(**values: str) -> Line:
    """What is empty is left out."""
    return {name: value for name, value in values.items() if value}


def _date(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""
