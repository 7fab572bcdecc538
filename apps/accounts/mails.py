"""Mails this app writes itself; allauth writes the others, from templates/account/email/."""

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.models import Invitation
from apps.profiles.models import User


@transaction.atomic
def mail_invitation(invitation_id: int) -> None:
    """Send an invitation's link, once; or say that the address has an account already."""
    invitation = Invitation.objects.select_for_update().open().filter(pk=invitation_id).first()
    if invitation is None or invitation.mailed_at:
        return
    person = User.objects.filter(email=invitation.email).first()
    if person and not person.is_active:
        return
    has_account = bool(person and person.has_usable_password())
    template = "emails/accounts/already_here" if has_account else "emails/accounts/invitation"
    context = {
        "invitation": invitation,
        "organisation": settings.RSN_ORGANISATION_NAME,
        "inviter": invitation.invited_by.display_name if invitation.invited_by else "",
        "base_url": settings.BASE_URL,
    }
    with override((person and person.language) or invitation.language):
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        message = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, [invitation.email])
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())
