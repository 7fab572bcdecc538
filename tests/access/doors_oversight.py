"""Exceptional access in force: what it opens to who asked, and to nobody else.

The administrator of the cast asked, the analyst is named to answer and approved where a
confidential space is at the address. tests/access/test_glass_doors.py says what each of them finds.
"""

from collections.abc import Callable

from django.test import Client, override_settings

from apps.oversight.actions import approve_access, ask_access
from apps.oversight.models import Access
from apps.profiles.models import User
from apps.spaces.models import Space
from tests.access.doors import Door, Told, get, post

ASKER, APPROVER = "administrator", "analyst"
CONCERNED = frozenset({ASKER, APPROVER})
Open = Callable[[Client, Told], str]


def named() -> override_settings:
    approver = User.objects.get(is_analyst=True)
    return override_settings(RSN_BREAK_GLASS_APPROVERS=[approver.email])


def access_to(told: Told) -> Access:
    """Of this space, asked for once; in force where it can be."""
    known = Access.objects.filter(address=told.space.slug).first()
    if known is not None:
        return known
    with named():
        access = ask_access(
            asker=User.objects.filter(is_staff=True).earliest("pk"),
            address=told.space.slug,
            reason=Access.Reason.SECURITY,
            text="A password was published there.",
            hours=1,
        )
        if told.space.kind == Space.Kind.CONFIDENTIAL:
            approve_access(actor=User.objects.get(is_analyst=True), access=access)
    return access


def in_force(open_door: Open) -> Open:
    def opened_first(client: Client, told: Told) -> str:
        access_to(told)
        with named():
            return open_door(client, told)

    return opened_first


def _page(told: Told) -> str:
    return f"/break-glass/{access_to(told).pk}/"


DOORS = [
    Door("exceptional accesses", in_force(get(lambda t: "/break-glass/")), is_inside=False),
    Door("exceptional access", in_force(get(_page)), to=CONCERNED),
    Door(
        "post by exceptional access",
        in_force(get(lambda t: f"{_page(t)}posts/{t.post.pk}/")),
        to=CONCERNED,
    ),
    Door(
        "answer about exceptional access",
        in_force(post(lambda t: f"{_page(t)}answer/", answer="decline", word="")),
        to=CONCERNED,
    ),
]
