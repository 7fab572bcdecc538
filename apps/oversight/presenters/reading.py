"""The reading room: posts, answers and files as they were said, and nothing one could do there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from apps.core.pagination import Page
from apps.oversight.models import Access
from apps.oversight.presenters.glass import AccessPage
from apps.posts.models import Attachment, Post
from apps.posts.presenters.cards import CardContent, card_content
from apps.posts.presenters.comments import CommentContent
from apps.posts.presenters.threads import thread_page


@dataclass(frozen=True, slots=True)
class ReadFile:
    name: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class ReadPost:
    card: CardContent
    url: str
    files: list[ReadFile]


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """`replies` of an answer to the post; none of an answer to an answer."""

    comment: CommentContent
    files: list[ReadFile]
    replies: list["ReadAnswer"]


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """`space_name` is said to nobody outside this page."""

    access: AccessPage
    space_name: str
    posts: list[ReadPost]
    more_url: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class ReadingPost:
    access: AccessPage
    space_name: str
    post: ReadPost
    answers: list[ReadAnswer]
    more_url: str


Files = Mapping[int, list[Attachment]]


def reading_room(
    page: AccessPage, access: Access, found: Page[Post], *, is_first: bool
) -> ReadingRoom:
    """Of posts that `read_posts` gave. Three queries for their files."""
    files = Attachment.objects.by_post([post.pk for post in found.items])
    return ReadingRoom(
        access=page,
        space_name=access.space.title if access.space else "",
        posts=[_post(access, post, files) for post in found.items],
        more_url=f"{page.url}?before={found.next_cursor}" if found.next_cursor else "",
        is_first=is_first,
    )


def reading_post(page: AccessPage, access: Access, post: Post, *, after: str = "") -> ReadingPost:
    """Of a post that `read_post` gave, with a page of the answers to it. Eight queries at most."""
    thread = thread_page(post, after=after)
    said = [item.comment for item in thread.threads]
    said += [answer for item in thread.threads for answer in item.replies]
    files = Attachment.objects.by_comment([comment.id for comment in said])
    read = _post(access, post, Attachment.objects.by_post([post.pk]))
    return ReadingPost(
        access=page,
        space_name=access.space.title if access.space else "",
        post=read,
        answers=[_answer(access, item.comment, files, item.replies) for item in thread.threads],
        more_url=f"{read.url}{thread.more_url}" if thread.more_url else "",
    )


def _post(access: Access, post: Post, files: Files) -> ReadPost:
    return ReadPost(
        card=card_content(post, []),
        url=reverse("glass_post", args=[access.pk, post.pk]),
        files=_files(access, files.get(post.pk, ())),
    )


def _answer(
    access: Access, comment: CommentContent, files: Files, replies: Iterable[CommentContent] = ()
) -> ReadAnswer:
    return ReadAnswer(
        comment=comment,
        files=_files(access, () if comment.is_withdrawn else files.get(comment.id, ())),
        replies=[_answer(access, reply, files) for reply in replies],
    )


def _files(access: Access, attachments: Iterable[Attachment]) -> list[ReadFile]:
    return [
        ReadFile(
            name=attachment.file.name,
            url=reverse("glass_file", args=[access.pk, attachment.file.uuid]),
            size=attachment.file.size,
        )
        for attachment in attachments
    ]
