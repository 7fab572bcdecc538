"""What the settings pages show."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext as _

from apps.profiles.lines import PersonLine, person_line
from apps.profiles.models import User


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the settings' own navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class MyPage:
    """`directory` names the connected directory that the name and the job come from, or is ""."""

    line: PersonLine
    email: str
    site: str
    directory: str
    face_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Preferences:
    languages: list[Choice]
    themes: list[Choice]


def sections(path: str) -> list[Section]:
    """Every place where one sets something for oneself; the one that holds `path` is current."""
    listed = [
        (_("My page"), "settings"),
        (_("Language and appearance"), "settings-preferences"),
        (_("Notifications"), "settings-notifications"),
        (_("Digest"), "settings-digest"),
        (_("Working hours"), "settings-hours"),
        (_("E-mail"), "account_email"),
        (_("Password"), "account_change_password"),
        (_("Keys and codes"), "mfa_index"),
        (_("Sessions"), "usersessions_list"),
    ]
    with_urls = [(label, reverse(name)) for label, name in listed]
    holding = max((url for _label, url in with_urls if path.startswith(url)), key=len, default="")
    return [Section(label, url, url == holding) for label, url in with_urls]


def my_page(person: User) -> MyPage:
    profile = person.profile
    line = person_line(person)
    return MyPage(
        line=line,
        email=person.email,
        site=profile.site.name if profile.site else "",
        directory=settings.RSN_DIRECTORY_NAME,
        face_url=line.face_url,
    )


def preferences_page(person: User) -> Preferences:
    spoken = person.language or get_language()
    return Preferences(
        languages=[
            Choice(code, get_language_info(code)["name_local"].capitalize(), code == spoken)
            for code, _name in settings.LANGUAGES
        ],
        themes=[
            Choice(value, str(label), value == person.theme) for value, label in User.Theme.choices
        ],
    )
