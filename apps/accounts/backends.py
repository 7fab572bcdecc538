"""Who is signed in, with what every page shows of them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from apps.core.prepared import Prepared
from apps.events.cursor import CURSOR
from apps.profiles.models import User


def _person(somebody: User) -> QuerySet[User]:
    people = User.objects.active().with_card().filter(pk=somebody.pk)
    cursor = RawSQL(CURSOR, [], output_field=BigIntegerField())  # noqa: S611 - no value in it
    return people.order_by().defer("profile__searchable").annotate(live_cursor=cursor)


PERSON: Prepared[User] = Prepared(_person)


class SignIn(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The active person of a session, face and unit included, and where live updates stand
        (`live_cursor`, see apps/events/middleware.py): one query."""
        return next(iter(PERSON.about(user_id)), None)
