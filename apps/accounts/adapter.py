"""What allauth asks of this product."""

import re
from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _
from kombu.exceptions import OperationalError

from apps.accounts.actions import change_password, end_sessions, forget_session
from apps.accounts.kept import Kept, drop_what_is_not_theirs, latest_kept
from apps.accounts.mails import seal_account_mail
from apps.accounts.permissions import can_use_address
from apps.accounts.preferences import language_of, remember_language
from apps.accounts.sealed import seal, unseal
from apps.accounts.tasks import send_account_mail

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This e-mail and this password do not go together. Check both and try again."
        ),
        "too_many_login_attempts": _(
            "Too many attempts in a short time. Wait five minutes, or choose a new password."
        ),
        "rate_limited": _("Too many attempts in a short time. Wait a minute."),
        "incorrect_code": _("This code is not the right one. Is it the one shown now?"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never through allauth: an account is opened by a link sent to its mailbox."""
        return False

    def clean_email(self, email: str) -> str:
        if not (decision := can_use_address(email)):
            raise ValidationError(decision.reason)
        return email.lower()

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": gettext("Use my password"),
            "mfa_reauthenticate": gettext("Use my authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey or a security key"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def set_password(self, user: Any, password: str) -> None:
        change_password(person=user, password=password)

    def logout(self, request: HttpRequest) -> None:
        person_id, key = request.user.pk, request.session.session_key
        with transaction.atomic():
            super().logout(request)
            if person_id and key:
                forget_session(person_id=person_id, session_key=key)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language:
            remember_language(response, user.language)
        drop_what_is_not_theirs(request)
        if kept := latest_kept(request):
            with language_of(user):
                messages.info(request, _kept_notice(kept))
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person, where one is known; a queue that is down is said.

        Written now and sent by a worker: how long an answer takes says nothing about whether the
        address has an account, and nobody waits for a mail server.
        """
        values = {
            **context,
            "request": self.request,
            "email": email,
            "organisation": settings.RSN_ORGANISATION_NAME,
        }
        with language_of(context.get("user")):
            sealed = seal_account_mail(template_prefix, email, values)
        try:
            send_account_mail.apply_async((sealed,), retry=False)
        except (OSError, OperationalError):
            log.exception("mail_not_sent", template=template_prefix)
            if self.request is None:
                raise
            sentence = gettext("The mail could not be sent just now. Try again in a few minutes.")
            messages.error(self.request, sentence)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        super().send_notification_mail(
            template_prefix, user, {**(context or {}), "user": user}, email
        )


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Any) -> None:
        end_sessions(sessions)


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """On white, so that cameras read it in the dark theme too."""
        ground = r'\1<rect width="100%" height="100%" fill="white"/>'
        return re.sub(r"(<svg[^>]*>)", ground, super().build_totp_svg(url), count=1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The organisation's name is what a person's device shows next to a passkey."""
        return {
            **super().get_public_key_credential_rp_entity(),
            "name": settings.RSN_ORGANISATION_NAME,
        }


def _kept_notice(kept: Kept) -> str:
    notice = format_html(
        gettext('We kept what you were writing: <a href="{page}">it is here</a>.'),
        page=kept.shown_at,
    )
    if not kept.had_files:
        return notice
    return format_html("{} {}", notice, gettext("Files could not be kept: attach them again."))
