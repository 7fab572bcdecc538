"""What happens in the demo company the moment it opens: real actions, so that people are told."""

from dataclasses import dataclass

from django.db import transaction

from apps.posts.actions import create_comment, react
from apps.posts.models import Post
from apps.profiles.models import User


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one of the demo accounts to a post of the company; `@name` in it tells that person."""

    author: str
    title: str
    body: str
    reaction: str


ANSWERS = (
    Answer(
        "animator",
        "Quelqu’un a déjà étalonné le banc B sans démonter le carter ?",
        "@camille-roux oui, l’an dernier, avec le comparateur posé sur la table et non sur le "
        "bâti. Le zéro n’a plus bougé. Je vous montre lundi ?",
        "can_help",
    ),
    Answer(
        "colleague",
        "Quelqu’un a déjà étalonné le banc B sans démonter le carter ?",
        "Même souci sur le banc A. Je note la méthode, et je raconte ce que ça donne.",
        "me_too",
    ),
    Answer(
        "employee",
        "Tuteur aussi, on apprend",
        "Merci @julien-vidal. La question de Lucas, je vais me la poser aussi.",
        "thanks",
    ),
    Answer(
        "colleague",
        "Ce que je n’ai pas su voir à Rodez",
        "@helene-delmas merci de l’avoir dit comme ça. La suite sera racontée ici aussi ?",
        "thanks",
    ),
    Answer(
        "leader",
        "Train de 17 h 12 supprimé",
        "@anais-marchetti bien noté : ma réunion du jeudi finira à 16 h 40.",
        "can_help",
    ),
)


@transaction.atomic
def answer_each_other() -> None:
    """A handful of answers and reactions, all or none; each is an event that is delivered."""
    for answer in ANSWERS:
        author = User.objects.get(email=f"{answer.author}@demo.example")
        post = Post.objects.visible_to(author).get(title=answer.title)
        create_comment(author=author, post=post, body=answer.body)
        react(user=author, said=post, kind=answer.reaction)
