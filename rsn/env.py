"""Every setting that comes from outside, typed, with its default and what it is for.

The production settings refuse to start without a secret: `UnsafeSettings` says so in one sentence.
"""

import sys
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


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
        default="", description="smtp://user:password@host:port; empty: mails are written to a file."
    )
    default_from_email: str = Field(default="noreply@localhost", description="Sender of mails.")
    trusted_proxy: bool = Field(
        default=False, description="A proxy in front sets X-Forwarded-For and -Proto, and only it."
    )
    event_retention_hours: int = Field(
        default=48, ge=1, description="How long browsers can resume from a past event."
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("allowed_hosts", "signup_domains", mode="before")
    @classmethod
    def split_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    @classmethod
    def load(cls) -> "Env":
        """Read the environment, or exit with one sentence a variable that is missing or unsafe."""
        try:
            env = cls()
        except ValidationError as problem:
            lines = [f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in problem.errors()]
            raise UnsafeSettings("The environment is not usable. " + " ".join(lines)) from None
        if refusal := env.refusal():
            raise UnsafeSettings(refusal)
        return env

    def refusal(self) -> str:
        """The one sentence that says why this environment must not start; empty when it may."""
        if not self.database_url or not self.redis_url:
            return (
                "DATABASE_URL and REDIS_URL must name a Postgres and a Redis server; to use the "
                "embedded ones, start through `make demo` or `python -m rsn.local run -- COMMAND`."
            )
        if self.rsn_mode is not Mode.PRODUCTION:
            return ""
        if len(self.secret_key) < 50:
            return (
                "SECRET_KEY must be set to at least 50 random characters before this server may "
                'start: python -c "import secrets; print(secrets.token_urlsafe(50))"'
            )
        if self.debug:
            return "DEBUG must be off in production: it shows the program's insides to anybody."
        if not self.allowed_hosts or "*" in self.allowed_hosts:
            return "ALLOWED_HOSTS must list the names this server answers to, without a wildcard."
        if not self.base_url.startswith("https://"):
            return "BASE_URL must be the public https:// address people use."
        return ""


def documentation() -> str:
    """The table of every variable, in Markdown, for docs/operations.md."""
    rows = ["| Variable | Default | What it is for |", "|---|---|---|"]
    for name, field in Env.model_fields.items():
        default = "" if field.default_factory else field.default
        rows.append(f"| `{name.upper()}` | `{default}` | {field.description} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(documentation() + "\n")
