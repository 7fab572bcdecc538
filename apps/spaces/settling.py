"""A person's arrival, change of name or departure, carried into the spaces."""

from apps.profiles.models import User
from apps.spaces.actions import count_member, offer_orphans, open_person_page
from apps.spaces.models import Membership


def settle(person_id: int) -> None:
    """Idempotent: the page exists and bears the name, the member counts are right."""
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        return
    if person.is_active:
        open_person_page(person)
    count_member(person)
    if not person.is_active:
        owned = Membership.objects.filter(user=person, role=Membership.Role.OWNER)
        offer_orphans(owned.values_list("space_id", flat=True))
