"""The doors of files: bytes, their smaller sizes and parts, and what is shown of them elsewhere."""

from collections.abc import Callable

from django.test import Client

from apps.files.actions import settle_file
from apps.posts.actions import edit_comment, edit_post, upload_file
from apps.posts.models import Attachment
from tests.access.doors import ANSWER, BODY, FRAGMENT, TITLE, Door, Told, get
from tests.files.samples import picture, upload

NAME = f"{BODY}.jpg"
SHOWS = f"Un {ANSWER} sur un rocher"


def of_post(told: Told) -> Attachment:
    """The picture of the post under test, put there when first asked for."""
    there = Attachment.objects.filter(post=told.post).select_related("file").first()
    if there:
        return there
    author = told.post.author
    sent = upload_file(uploader=author, upload=picture(NAME))
    settle_file(sent.file_id)
    uuid = sent.file.uuid
    edit_post(
        actor=author,
        post=told.post,
        title=TITLE,
        body=f"Un {BODY}.",
        files=[uuid],
        alts={uuid: SHOWS},
    )
    sent.file.refresh_from_db()
    return sent


def of_comment(told: Told) -> Attachment:
    there = Attachment.objects.filter(comment=told.comment).select_related("file").first()
    if there:
        return there
    author = told.comment.author
    sent = upload_file(uploader=author, upload=upload(f"{ANSWER}.txt", f"Un {ANSWER}.".encode()))
    settle_file(sent.file_id)
    edit_comment(actor=author, comment=told.comment, body=f"Un {ANSWER}.", files=[sent.file.uuid])
    return sent


def unchecked(told: Told) -> Attachment:
    sent = upload_file(uploader=told.post.author, upload=picture(NAME))
    edit_post(
        actor=told.post.author,
        post=told.post,
        title=TITLE,
        body=f"Un {BODY}.",
        files=[of_post(told).file.uuid, sent.file.uuid],
    )
    return sent


def out(response: object) -> str:
    """Everything that comes out, headers and bytes."""
    is_stream = response.streaming  # type: ignore[attr-defined]
    body = b"".join(response.streaming_content) if is_stream else response.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{k}: {v}" for k, v in response.items())  # type: ignore[attr-defined]
    return f"{response.status_code} {headers}\n{body.decode('utf-8', 'replace')}"  # type: ignore[attr-defined]


def asked(
    which: Callable[[Told], Attachment], *, query: str = "", method: str = "get", **headers: str
) -> Callable[[Client, Told], str]:
    def open_(client: Client, told: Told) -> str:
        url = which(told).get_absolute_url()
        response = getattr(client, method)(f"{url}{query}", headers=headers)
        return out(response).replace(url, "ASKED")

    return open_


def unchanged(client: Client, told: Told) -> str:
    """What a browser is told that kept the file from before, its own or another person's."""
    there = of_post(told)
    etag = f'"{there.file.sha256[:32]}"'
    return out(client.get(there.get_absolute_url(), headers={"if-none-match": etag}))


def attached_by_another(client: Client, told: Told) -> str:
    """A form that names somebody else's file: it is not there, for whoever asks."""
    uuid = str(of_post(told).file.uuid)
    sent = {"body": "x", "files": [uuid]}
    return out(client.post("/spaces/everyone/posts/", sent, headers=FRAGMENT)).replace(uuid, "ID")


def with_file(door: Door) -> Door:
    """The same door, of a post and a comment that have files."""

    def open_(client: Client, told: Told) -> str:
        of_post(told)
        of_comment(told)
        return door.open(client, told)

    return Door(door.name, open_, door.shows, door.to, door.is_inside)


BYTES = [
    Door("file", asked(of_post), ("Content-Type: image/jpeg", NAME)),
    Door("file, its head", asked(of_post, method="head"), ("Content-Type: image/jpeg", NAME)),
    Door("file, smaller", asked(of_post, query="?w=320"), ("Content-Type: image/webp",)),
    Door(
        "file, smaller still",
        asked(of_post, query="?w=320", accept="image/avif"),
        ("Content-Type: image/avif",),
    ),
    Door("file, a part", asked(of_post, range="bytes=0-9"), ("206 ", "Content-Range: bytes 0-9/")),
    Door("file, a part beyond", asked(of_post, range="bytes=99999999-"), ("416 ",)),
    Door("file, unchanged", unchanged, ("304 ",)),
    Door("file of a comment", asked(of_comment), (ANSWER,)),
    Door("file not checked", asked(unchecked), ("403 ",)),
    Door("file not removed", asked(of_post, method="delete", **FRAGMENT), ("403 ",)),
    Door("file of another", attached_by_another, is_inside=False),
]
SHOWN = [
    with_file(door)
    for door in (
        Door(
            "pictures in a card",
            get(lambda t: f"/posts/{t.post.pk}/?part=card", **FRAGMENT),
            ("srcset", SHOWS, f"{ANSWER}.txt"),
        ),
        Door("pictures of a post", get(lambda t: f"/posts/{t.post.pk}/"), ("srcset", SHOWS)),
        Door("pictures at home", get(lambda t: "/"), ("srcset", SHOWS), is_inside=False),
        Door(
            "files in a form",
            get(lambda t: f"/posts/{t.post.pk}/edit/", **FRAGMENT),
            (NAME, SHOWS),
            frozenset({"owner"}),
        ),
        Door(
            "files in a comment's form",
            get(lambda t: f"/comments/{t.comment.pk}/edit/", **FRAGMENT),
            (f"{ANSWER}.txt",),
            frozenset({"animator"}),
        ),
    )
]
# The page repeats what was typed; what it says besides is looked for.
FOUND = [
    with_file(door)
    for door in (
        Door(
            "search of a file",
            get(lambda t: "/search/?q=kind:file%20jpg"),
            (NAME,),
            is_inside=False,
        ),
        Door("search beside texts", get(lambda t: "/search/?q=jpg"), (NAME,), is_inside=False),
        Door(
            "search of a comment's file",
            get(lambda t: "/search/?q=type:fichier%20txt", **FRAGMENT),
            (f"{ANSWER}.txt",),
            is_inside=False,
        ),
    )
]
DOORS = BYTES + SHOWN + FOUND
