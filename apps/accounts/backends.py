"""Who is signed in, with what every page shows of them."""

from allauth.account.auth_backends import AuthenticationBackend

from apps.profiles.models import User


class SignIn(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The active person of a session, face and unit included: one query."""
        return User.objects.active().with_card().filter(pk=user_id).first()
