"""Who may open an account without being invited."""

from django.conf import settings
from django.utils.translation import gettext as _, ngettext

from apps.core.decisions import Allowed, Decision, Denied


def sign_up_is_open() -> bool:
    """Whether anybody at all may ask for an account of their own accord."""
    return bool(settings.RSN_SIGNUP_DOMAINS)


def can_use_address(email: str) -> Decision:
    """An address of the organisation, where it named its domains; otherwise any address."""
    domains = [domain.lower().lstrip("@") for domain in settings.RSN_SIGNUP_DOMAINS]
    if not domains or email.rpartition("@")[2].lower() in domains:
        return Allowed
    return Denied(
        ngettext(
            "Use an address of your organisation: it ends in %(domains)s.",
            "Use an address of your organisation: it ends in one of %(domains)s.",
            len(domains),
        )
        % {"domains": ", ".join(f"@{domain}" for domain in domains)}
    )


def can_ask_to_join(email: str) -> Decision:
    if not sign_up_is_open():
        return Denied(_("Accounts are opened by invitation."))
    return can_use_address(email)
