"""The screens of files: in a form, with a post, with an answer, found."""

from playwright.sync_api import Page, expect

from apps.files.actions import settle_file
from apps.posts.actions import create_comment, create_post, upload_file
from tests.conftest import World
from tests.e2e.screens import RICH, Screen
from tests.files import samples


def attach_one(page: Page) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("[data-attach]").first.click()
    photo = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": samples.picture().read()}
    chooser.value.set_files([photo])
    expect(page.locator("[data-tray-items] > li input[name^=alt-]")).to_be_visible()


SCREENS = [
    Screen("files of a post", "/posts/{with_files}/", "owner"),
    Screen("files of a post, edited", "/posts/{with_files}/edit/", "owner"),
    Screen("files being attached", "/spaces/{open}/posts/", "owner", act=attach_one),
    Screen("a file that is not taken", "/files/", "owner", 422, {"key": "x"}),
    Screen("a file not checked yet", "/files/{unchecked}/", "owner", 403),
    Screen("files found", "/search/?q=kind:file%20photo", "owner"),
]


def furnish(world: World, names: dict[str, object]) -> None:
    """A post with pictures and everything else, an answer with a picture, a file that waits."""

    def sent(upload: object, *, settled: bool = True) -> object:
        attachment = upload_file(uploader=world.owner, upload=upload)
        if settled:
            settle_file(attachment.file_id)
        return attachment.file.uuid

    pictures = [sent(samples.picture(f"photo{n}.jpg")) for n in range(5)]
    others = [
        sent(samples.upload("Un nom de fichier qui est vraiment très long.pdf", samples.PDF)),
        sent(samples.upload("film.mp4", samples.MP4)),
        sent(samples.sound()),
        (waiting := sent(samples.upload("en-cours.txt"), settled=False)),
    ]
    post = create_post(
        author=world.owner,
        space=world.open,
        title="Avec des fichiers",
        body=RICH,
        files=[*pictures, *others],
        alts={pictures[0]: "Un dégradé du noir au blanc"},
    )
    answer = [sent(samples.picture("reponse.png", kind="PNG"))]
    create_comment(author=world.owner, post=post, body="Et voilà.", files=answer)
    names |= {"with_files": post.pk, "unchecked": waiting}
