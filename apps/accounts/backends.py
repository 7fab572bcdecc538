"""Who is signed in, with what every page shows of them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from apps.core.prepared import Prepared
from apps.profiles.models import User


def _person(somebody: User) -> QuerySet[User]:
    people = User.objects.active().with_card().filter(pk=somebody.pk)
    return people.order_by().defer("profile__searchable")


PERSON: Prepared[User] = Prepared(_person, lambda pk: User(pk=pk))


class SignIn(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The active person of a session, face and unit included: one query."""
        return next(iter(PERSON.about(user_id)), None)
