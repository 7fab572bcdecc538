"""Every setting that comes from outside, typed, with its default and what it is for.

The production settings refuse to start without a secret: `UnsafeSettings` says so in one sentence.
"""

import re
import sys
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from apps.core.accent import accent_of
from apps.notifications.push.keys import PushKeys, belong_together, keys_of
from rsn import mail

SOME_RANDOM = 'python -c "import secrets; print(secrets.token_urlsafe(50))"'
SCHEMES = {
    "database_url": ("postgresql", "postgres"),
    "redis_url": ("redis", "rediss", "unix"),
    "email_url": mail.SCHEMES,
    "storage_url": ("s3", "s3+http"),
    "clamd_address": ("tcp", "unix"),
}
FILE_KINDS = ("picture", "video", "audio", "document", "archive", "other")

# The push services of Chrome and its relatives, Firefox, Safari, Edge.
BROWSERS_PUSH_HOSTS = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)


class UnsafeSettings(SystemExit):
    """The environment would start an unsafe server; carries the sentence to print."""


class Mode(StrEnum):
    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class Env(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", env_prefix="")

    rsn_mode: Mode = Field(
        default=Mode.PRODUCTION,
        description="production, demo or test. Only production insists on https and a real secret.",
    )
    debug: bool = Field(default=False, description="Django's debug pages. Refused in production.")
    secret_key: str = Field(
        default="", description="Signs sessions and links. At least 50 characters; keep it secret."
    )
    secret_key_fallbacks: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Replaced secrets, separated by commas: what they sealed still opens.",
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Host names this server answers to, separated by commas."
    )
    base_url: str = Field(
        default="", description="Public address, e.g. https://social.example.org; links in mails."
    )
    port: int = Field(default=8000, description="Port of the small, one-process server.")

    database_url: str = Field(
        default="", description="postgresql://user:password@host:port/name of a Postgres ≥ 15."
    )
    redis_url: str = Field(
        default="", description="redis://host:port/0 or unix:///path; cache, queue and live layer."
    )
    var_dir: str = Field(
        default="var", description="Folder this program may write in: media, static, logs."
    )

    organisation_name: str = Field(default="RSN", description="Shown in the rail and in mails.")
    accent: str = Field(
        default="", description="Accent colour as #rrggbb; its contrast is checked at start."
    )
    language_code: Literal["fr", "en"] = Field(
        default="fr", description="Language of people who have not chosen one."
    )
    time_zone: str = Field(default="Europe/Paris", description="The organisation's time zone.")
    signup_domains: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Mail domains whose holders may create their own account; empty: nobody.",
    )
    everyone_may_post: bool = Field(
        default=True, description="Whether every employee may post to the whole company."
    )
    directory_name: str = Field(
        default="", description="The connected directory names come from; shown on people's pages."
    )

    email_url: str = Field(
        default="",
        description="smtp://user:password@host:port, smtp+tls://, smtps:// or a provider, "
        "anymail+brevo://KEY@; empty: mails are written to a file.",
    )
    default_from_email: str = Field(default="noreply@localhost", description="Sender of mails.")
    bounce_address: str = Field(
        default="",
        description="Where undeliverable mails come back, e.g. bounces@social.example.org.",
    )
    reply_address: str = Field(
        default="",
        description="Where answers to mails arrive, e.g. reply@social.example.org; "
        "empty: nobody answers by mail.",
    )
    mail_authserv_id: str = Field(
        default="",
        description="Name your mail server signs Authentication-Results with; only its are read.",
    )
    mail_webhook_secret: str = Field(
        default="",
        description="user:password a mail provider shows when it reports; empty: it cannot.",
    )
    trusted_proxy: bool = Field(
        default=False, description="A proxy in front sets X-Forwarded-For and -Proto, and only it."
    )
    vapid_public_key: str = Field(
        default="",
        description="Web Push, with the two below: what `manage.py make_push_keys` says.",
    )
    vapid_private_key: str = Field(
        default="", description="Signs pushes; keep it secret. Empty: no push is offered or sent."
    )
    vapid_contact: str = Field(
        default="",
        description="mailto: or https: address by which push services reach the operator.",
    )
    push_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=lambda: list(BROWSERS_PUSH_HOSTS),
        description="Ends of the host names pushes may go to; those of the browsers unless set; "
        "* for any on the open internet.",
    )
    break_glass_approvers: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="E-mails, separated by commas, of who may approve exceptional access to a "
        "confidential space; empty: nobody can, and there is none.",
    )
    storage_url: str = Field(
        default="",
        description="s3://key:secret@host/bucket?region_name=… for files and faces; "
        "empty: the folder media in VAR_DIR.",
    )
    file_max_mb: int = Field(
        default=100, ge=1, le=4096, description="Size of one attached file at most, in MB."
    )
    picture_max_mb: int = Field(
        default=20, ge=1, le=200, description="Size of one attached picture at most, in MB."
    )
    file_kinds: Annotated[list[str], NoDecode] = Field(
        default_factory=lambda: ["picture", "video", "audio", "document", "archive"],
        description="What may be attached: picture, video, audio, document, archive, unless set "
        "all of these; other takes everything, programs too.",
    )
    clamd_address: str = Field(
        default="",
        description="tcp://host:3310 or unix:///path of a clamd that scans files before "
        "anybody is given them; empty: they are not scanned.",
    )
    file_accel: bool = Field(
        default=False,
        description="The proxy serves the bytes itself when told X-Accel-Redirect.",
    )
    backup_stamp: str = Field(
        default="",
        description="A file that your backup touches when it has succeeded: administrators are "
        "shown its time.",
    )
    event_retention_hours: int = Field(
        default=48, ge=1, description="How long browsers can resume from a past event."
    )
    undo_seconds: int = Field(
        default=30, ge=0, le=600, description="Time to take words back before anybody is told."
    )
    mail_wait_seconds: int = Field(
        default=300, ge=0, description="How long a mail waits for being read on screen instead."
    )
    space_deletion_days: int = Field(
        default=30,
        ge=1,
        description="How long owners can cancel the deletion of a space.",
    )
    invitation_days: int = Field(
        default=14, ge=1, le=365, description="How long an invitation to a space can be answered."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR."
    )

    @field_validator(
        "allowed_hosts",
        "secret_key_fallbacks",
        "signup_domains",
        "push_hosts",
        "break_glass_approvers",
        "file_kinds",
        mode="before",
    )
    @classmethod
    def split_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    @field_validator("break_glass_approvers")
    @classmethod
    def are_addresses(cls, value: list[str]) -> list[str]:
        """As accounts hold them: in small letters."""
        for address in value:
            if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
                raise ValueError("it must list e-mails, separated by commas")
        return [address.lower() for address in value]

    @field_validator("accent")
    @classmethod
    def is_colour(cls, value: str) -> str:
        if value:
            accent_of(value)
        return value

    @field_validator("time_zone")
    @classmethod
    def is_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"there is no time zone {value!r}; for example Europe/Paris")
        return value

    @field_validator("file_kinds")
    @classmethod
    def is_known(cls, value: list[str]) -> list[str]:
        if unknown := set(value) - set(FILE_KINDS):
            raise ValueError(f"{min(unknown)!r} is none of {', '.join(FILE_KINDS)}")
        return value

    @field_validator("database_url", "redis_url", "email_url", "storage_url", "clamd_address")
    @classmethod
    def is_understood(cls, value: str, field: ValidationInfo) -> str:
        known = SCHEMES[str(field.field_name)]
        if value and urlsplit(value).scheme not in known:
            raise ValueError(f"it must begin with one of {', '.join(f'{it}://' for it in known)}")
        return value

    @field_validator("bounce_address", "reply_address")
    @classmethod
    def is_mailbox(cls, value: str) -> str:
        local, at, domain = value.rpartition("@")
        # A token of 20 or 34 characters follows, and 64 are allowed in all.
        if value and not (at and domain and local.isascii() and 0 < len(local) <= 29):
            raise ValueError("it must be an address like reply@social.example.org")
        return value

    @field_validator("mail_webhook_secret")
    @classmethod
    def is_hard_to_guess(cls, value: str) -> str:
        if value and (":" not in value or len(value) < 20):
            raise ValueError("it must be user:password, of 20 characters at least")
        return value

    @field_validator("vapid_contact")
    @classmethod
    def is_reachable(cls, value: str) -> str:
        if value and not re.fullmatch(r"mailto:[^@\s]+@[\w.-]+|https://[\w.-]+", value):
            raise ValueError("it must be mailto:name@host, or https://host")
        return value

    @classmethod
    def load(cls) -> "Env":
        """Read the environment, or exit with one sentence: which variable is missing or unsafe."""
        try:
            env = cls()
        except ValidationError as problem:
            # Of the first one only, and never its value: it may be a secret.
            first = problem.errors(include_input=False)[0]
            name, why = str(first["loc"][0]).upper(), first["msg"].removeprefix("Value error, ")
            raise UnsafeSettings(f"{name} cannot be used: {why.rstrip('.')}.") from None
        if refusal := env.refusal():
            raise UnsafeSettings(refusal)
        if env.rsn_mode is not Mode.PRODUCTION and not env.vapid_contact:
            env.take_push_keys_of_the_secret()
        return env

    def refusal(self) -> str:
        """The one sentence that says why this environment must not start; empty when it may."""
        if not self.database_url or not self.redis_url:
            return (
                "DATABASE_URL and REDIS_URL must name a Postgres and a Redis server; to use the "
                "embedded ones, start through `make demo` or `python -m rsn.local run -- COMMAND`."
            )
        if not self.has_push_keys() and self.vapid_public_key + self.vapid_private_key:
            return (
                "VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY and VAPID_CONTACT go together: set all three "
                "to what `manage.py make_push_keys` prints, or none of them."
            )
        if self.rsn_mode is not Mode.PRODUCTION:
            return ""
        return next((sentence for is_unsafe, sentence in self._dangers() if is_unsafe), "")

    def take_push_keys_of_the_secret(self) -> None:
        """A demo shows pushes too, and keeps nothing but its secret."""
        keys = keys_of(self.secret_key)
        self.vapid_public_key, self.vapid_private_key = keys.public, keys.private
        self.vapid_contact = "mailto:admin@demo.example"

    def has_push_keys(self) -> bool:
        keys = PushKeys(self.vapid_public_key, self.vapid_private_key)
        return bool(self.vapid_contact) and belong_together(keys)

    def _dangers(self) -> list[tuple[bool, str]]:
        host = urlsplit(self.base_url).hostname or ""
        has_wildcard = any("*" in name or name.startswith(".") for name in self.allowed_hosts)
        return [
            (
                len(self.secret_key) < 50 or len(set(self.secret_key)) < 5,
                f"SECRET_KEY must be set to at least 50 random characters, as {SOME_RANDOM} gives.",
            ),
            (
                self.debug,
                "DEBUG must be off in production: it shows the program's insides to anybody.",
            ),
            (
                not self.allowed_hosts or has_wildcard,
                "ALLOWED_HOSTS must list the names this server answers to, without a wildcard.",
            ),
            (
                not self.base_url.startswith("https://"),
                "BASE_URL must be the public https:// address people use.",
            ),
            (
                host not in self.allowed_hosts,
                "BASE_URL must have a host that ALLOWED_HOSTS lists: all pages would be refused.",
            ),
        ]


def documentation() -> str:
    """The table of every variable, in Markdown, for docs/operations.md."""
    rows = ["| Variable | Default | What it is for |", "|---|---|---|"]
    for name, field in Env.model_fields.items():
        default = "" if field.default_factory else str(field.default)
        shown = f"`{default}`" if default else "none"
        rows.append(f"| `{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(documentation() + "\n")
