"""Who waits at the doors of the company's spaces: real actions, so that people are told."""

from apps.posts.actions import invite_guest
from apps.profiles.models import Unit, User
from apps.spaces.actions import invite_person, open_to_unit, request_access
from apps.spaces.models import Space

REQUEST = (
    "Je passe au contrôle dimensionnel en janvier. J’aimerais lire vos cas avant d’y être, pour ne "
    "pas arriver les mains vides."
)
INVITATION = (
    "Vous écoutez quatre heures par jour, et cela s’entend. Voudriez-vous être notre septième "
    "référente ?"
)

GIVEN = (
    "Le client est prévenu, et d’accord. Regardez la charge avec moi : si vous voyez un mois où "
    "cela passe, dites-le-moi de vive voix."
)


def fill_the_doors(cast: dict[str, User]) -> None:
    """A request, an invitation, a unit that reads; `cast` is by username of the story."""
    request_access(user=cast["lucas.roumec"], space=_space("qualite"), message=REQUEST)
    invite_person(
        actor=cast["odile.fournols"],
        space=_space("referents-ecoute"),
        user=cast["manon.lefevre"],
        word=INVITATION,
    )
    # Those who plan production follow line 3, whoever they are.
    line = _space("ligne-3")
    owner = line.memberships.select_related("user").filter(role="owner").order_by("pk")[0].user
    open_to_unit(actor=owner, space=line, unit=Unit.objects.get(slug="methodes"))


def give_a_post(cast: dict[str, User]) -> None:
    """One post of a confidential space, to somebody who does not read it."""
    title = "Charge atelier : je ne peux pas dire oui"
    post = _space("appel-offres-rail").posts.select_related("space", "author").get(title=title)
    invite_guest(actor=post.author, post=post, person=cast["julien.vidal"], word=GIVEN)


def _space(slug: str) -> Space:
    return Space.objects.get(slug=slug)
