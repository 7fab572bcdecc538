"""The addresses around one space."""

from dataclasses import dataclass

from apps.core.addresses import address
from apps.spaces.models import Space


@dataclass(frozen=True, slots=True)
class SpaceUrls:
    page: str
    about: str
    readers: str
    journal: str
    posts: str
    members: str
    membership: str
    follow: str
    edit: str
    kind: str
    archive: str
    permissions: str
    deletion: str
    departure: str
    export: str
    offer: str
    mails: str
    request: str
    requests: str
    invitation: str
    invitations: str
    units: str
    exclusion: str
    exclusions: str


def space_urls(space: Space) -> SpaceUrls:
    def at(name: str) -> str:
        return address(f"space_{name}", space.slug)

    return SpaceUrls(
        page=space.get_absolute_url(),
        about=at("about"),
        readers=at("readers"),
        journal=at("journal"),
        posts=at("posts"),
        members=at("members"),
        membership=at("membership"),
        follow=at("follow"),
        edit=at("edit"),
        kind=at("kind"),
        archive=at("archive"),
        permissions=at("permissions"),
        deletion=at("deletion"),
        departure=at("departure"),
        export=at("export"),
        offer=at("offer"),
        mails=at("mails"),
        request=at("request"),
        requests=at("requests"),
        invitation=at("invitation"),
        invitations=at("invitations"),
        units=at("units"),
        exclusion=at("exclusion"),
        exclusions=at("exclusions"),
    )
