"""What a view is given behind `SignInFirst`."""

from django.http import HttpRequest

from apps.profiles.models import User


class SignedInRequest(HttpRequest):
    """Views that are not marked `login_not_required` always have a person."""

    user: User
