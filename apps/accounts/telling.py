"""Telling a person what an administrator changed about their way in."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from apps.profiles.models import User


def tell_of_new_address(request: HttpRequest, person: User, before: str) -> None:
    """Where they still read it: whoever holds the new mailbox can set a password and be them."""
    addresses = {"from_email": before, "to_email": person.email}
    adapter = get_adapter(request)
    adapter.send_notification_mail("account/email/email_changed", person, addresses, email=before)
