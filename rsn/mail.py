"""How mail leaves, read from EMAIL_URL: a mail server, a provider's interface, or a folder."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SMTP = ("smtp", "smtp+tls", "smtps")
# Of each provider: what django-anymail calls the keys that stand before the @.
PROVIDERS = {
    "brevo": ("API_KEY",),
    "mailersend": ("API_TOKEN",),
    "mailgun": ("API_KEY",),
    "mailjet": ("API_KEY", "SECRET_KEY"),
    "mailtrap": ("API_TOKEN",),
    "mandrill": ("API_KEY",),
    "postal": ("API_KEY",),
    "postmark": ("SERVER_TOKEN",),
    "resend": ("API_KEY",),
    "scaleway": ("SECRET_KEY",),
    "sendgrid": ("API_KEY",),
    "sparkpost": ("API_KEY",),
    "unisender-go": ("API_KEY",),
}
PREFIX = "anymail+"
SCHEMES = (*SMTP, *(PREFIX + name for name in PROVIDERS))
SECONDS_TO_ANSWER = 10


def mail_settings(url: str, *, folder: Path, webhook_secret: str = "") -> dict[str, Any]:
    """Django's settings for `url`; mails become files of `folder` where it is empty."""
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": folder}
    parts = urlsplit(url)
    if not parts.scheme.startswith(PREFIX):
        return _smtp(parts)
    return _provider(parts, webhook_secret)


def _smtp(parts: SplitResult) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _provider(parts: SplitResult, webhook_secret: str) -> dict[str, Any]:
    """`anymail+mailgun://KEY@?SENDER_DOMAIN=…`: what follows `?` are the provider's settings."""
    name = parts.scheme.removeprefix(PREFIX)
    given = (unquote(parts.username or ""), unquote(parts.password or ""))
    own = dict(zip(PROVIDERS[name], given, strict=False)) | dict(parse_qsl(parts.query))
    module = name.replace("-", "_")
    anymail: dict[str, Any] = {
        f"{module.upper()}_{key.upper()}": value for key, value in own.items()
    }
    anymail["REQUESTS_TIMEOUT"] = SECONDS_TO_ANSWER
    # A provider that cannot set an envelope sender handles bounces itself and tells us of them.
    anymail["IGNORE_UNSUPPORTED_FEATURES"] = True
    # Nothing in a mail tells whether, or when, somebody read it.
    anymail["SEND_DEFAULTS"] = {"track_opens": False, "track_clicks": False}
    if webhook_secret:
        anymail["WEBHOOK_SECRET"] = webhook_secret
    return {
        "EMAIL_BACKEND": f"anymail.backends.{module}.EmailBackend",
        "ANYMAIL": anymail,
        "RSN_MAIL_PROVIDER": module,
    }
