"""The one account that bears the words of people who took their name off them."""

from django.utils.translation import gettext as _

from apps.profiles.models import Profile, User

USERNAME = "former-member"


def former_member() -> User:
    """Inactive, without a page, a mailbox or a password; made when first needed."""
    user, is_new = User.objects.get_or_create(
        username=USERNAME,
        defaults={
            "email": f"{USERNAME}@invalid",
            "display_name": "A former member",
            "sort_name": "former member",
            "is_active": False,
            "password": "!",
        },
    )
    if is_new:
        Profile.objects.create(user=user)
    return user


def is_former_member(user: User) -> bool:
    return user.username == USERNAME


def former_name() -> str:
    return _("A former member")
