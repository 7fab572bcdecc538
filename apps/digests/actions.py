"""Choosing when a digest comes, or that none does."""

from django.utils import timezone

from apps.digests.models import Digest, DigestChoice, Rhythm
from apps.digests.periods import Wish
from apps.digests.planning import next_of
from apps.profiles.models import User


def choose_digest(
    *, person: User, rhythm: str, hour: int | None = None, weekday: int | None = None
) -> DigestChoice:
    """From now on so. What is not said stays as it was; what is already planned and not wanted any
    more is not sent."""
    chosen = choice_of(person)
    wish = Wish(
        rhythm,
        chosen.hour if hour is None else hour,
        chosen.weekday if weekday is None else weekday,
    )
    values = {
        "rhythm": wish.rhythm,
        "hour": wish.hour,
        "weekday": wish.weekday,
        "next_at": next_of(wish, person.pk, timezone.now()),
    }
    if wish.rhythm == Rhythm.NEVER:
        waiting = Digest.objects.visible_to(person).filter(state=Digest.State.WAITING)
        waiting.update(state=Digest.State.CANCELLED)
    return DigestChoice.objects.update_or_create(person=person, defaults=values)[0]


def end_digests(person_id: int) -> None:
    """This person wants no mail at all, as they said elsewhere."""
    person = User.objects.active().filter(pk=person_id).first()
    if person is not None:
        choose_digest(person=person, rhythm=Rhythm.NEVER)


def choice_of(person: User) -> DigestChoice:
    """What this person chose, or the default, not stored."""
    return DigestChoice.objects.visible_to(person).first() or DigestChoice(person=person)
