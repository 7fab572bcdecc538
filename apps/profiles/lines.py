"""A person in a line: face, name, job. What cards, comments and lists show of somebody."""

from dataclasses import dataclass

from apps.core.addresses import address
from apps.profiles.faces import face_url
from apps.profiles.former import former_name, is_former_member
from apps.profiles.models import User

HUES = 12


@dataclass(frozen=True, slots=True)
class PersonLine:
    """`hue` is 0 to 11, the same for a person everywhere and always.

    Without a `url` there is no page to go to: someone who took their name off their words.
    """

    id: int
    name: str
    initials: str
    hue: int
    url: str
    job: str
    unit: str
    face_url: str = ""
    is_leader: bool = False


def person_line(user: User) -> PersonLine:
    """Needs `profile` and `profile__unit` loaded (`UserQuerySet.with_card`)."""
    profile = user.profile
    if is_former_member(user):
        name = former_name()
        return PersonLine(user.pk, name, "·", user.pk % HUES, "", "", "")
    return PersonLine(
        id=user.pk,
        name=user.display_name,
        initials=initials(user.display_name),
        hue=user.pk % HUES,
        url=address("person", user.username),
        job=profile.job_title,
        unit=profile.unit.name if profile.unit else "",
        face_url=face_url(user, profile),
        is_leader=user.is_leader,
    )


def initials(name: str) -> str:
    """`"Anne-Lise de La Tour"` → `"AT"`: first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "·"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
