from celery import shared_task
from django.core.management import call_command

from apps.accounts.actions import end_every_session, forget_invitations
from apps.accounts.mails import mail_invitation, send_sealed
from apps.mailing.sending import TemporaryFailure

# About an hour of attempts: what a mail server needs to come back.
PATIENTLY = {"autoretry_for": (TemporaryFailure,), "retry_backoff": 30, "max_retries": 10}


@shared_task(queue="mail", **PATIENTLY)
def send_invitation(invitation_id: int) -> None:
    mail_invitation(invitation_id)


@shared_task(queue="mail", **PATIENTLY)
def send_account_mail(sealed: str) -> None:
    send_sealed(sealed)


@shared_task
def sign_out_everywhere(person_id: int) -> None:
    end_every_session(person_id)


@shared_task
def forget_what_is_over() -> None:
    """Daily: sessions past their age, with what was kept in them, and old invitations."""
    call_command("clearsessions")
    forget_invitations()
