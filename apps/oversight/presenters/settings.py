"""What this installation is set to. What the environment says is shown with its name, not changed
here; secrets are not shown at all.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    label: str
    value: str


def settings_shown() -> list[Setting]:
    """Each by the name of its environment variable."""
    shown: list[tuple[str, str, Any]] = [
        ("ORGANISATION_NAME", _("Name of the organisation"), settings.RSN_ORGANISATION_NAME),
        ("ACCENT", _("Accent colour"), settings.RSN_ACCENT),
        ("LANGUAGE_CODE", _("Language of people who have not chosen one"), settings.LANGUAGE_CODE),
        ("TIME_ZONE", _("Time zone of the server"), settings.TIME_ZONE),
        ("EVERYONE_MAY_POST", _("Everybody posts to the whole company"), _everyone()),
        ("SIGNUP_DOMAINS", _("Domains whose holders may ask for an account"), _signup()),
        ("DIRECTORY_NAME", _("Connected directory"), settings.RSN_DIRECTORY_NAME),
        ("DEFAULT_FROM_EMAIL", _("Sender of mails"), settings.DEFAULT_FROM_EMAIL),
        ("BOUNCE_ADDRESS", _("Where undeliverable mails come back"), settings.RSN_BOUNCE_ADDRESS),
        ("REPLY_ADDRESS", _("Where answers by mail arrive"), settings.RSN_REPLY_ADDRESS),
        ("UNDO_SECONDS", _("Time to take words back, in seconds"), settings.RSN_UNDO_SECONDS),
        (
            "MAIL_WAIT_SECONDS",
            _("How long a mail waits for being read on screen, in seconds"),
            settings.RSN_MAIL_WAIT_SECONDS,
        ),
        (
            "EVENT_RETENTION_HOURS",
            _("How long browsers can resume from a past event, in hours"),
            settings.RSN_EVENT_RETENTION_HOURS,
        ),
        ("BREAK_GLASS_APPROVERS", _("Who approves exceptional access"), _approvers()),
    ]
    return [
        Setting(name, label, str(value) if value != "" else "—") for name, label, value in shown
    ]


def _everyone() -> str:
    return _("yes") if settings.RSN_EVERYONE_MAY_POST else _("no")


def _signup() -> str:
    return ", ".join(settings.RSN_SIGNUP_DOMAINS) or _("none: accounts are opened by invitation")


def _approvers() -> str:
    return ", ".join(settings.RSN_BREAK_GLASS_APPROVERS) or _("nobody: it is switched off")
