"""What the settings show about browsers that may be woken, and what installs the product."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.notifications.models import PushSubscription

PAPER = "#f8f6f1"
PRODUCT_GREEN = "#00574a"
ICON_SIZES = (192, 512)


@dataclass(frozen=True, slots=True)
class Device:
    label: str
    since: str
    url: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class PushDevices:
    """`public_key` is what a browser subscribes with; empty where the server has no keys."""

    public_key: str
    devices: list[Device]


def push_devices(person: Any) -> PushDevices:
    mine = PushSubscription.objects.visible_to(person).order_by("-created_at")
    return PushDevices(
        public_key=settings.RSN_VAPID_PUBLIC_KEY,
        devices=[
            Device(
                label=device.label or _("Unknown device"),
                since=date_format(device.created_at, "DATE_FORMAT"),
                url=reverse("settings-push-device", args=[device.pk]),
                endpoint=device.endpoint,
            )
            for device in mine
        ],
    )


def manifest() -> dict[str, Any]:
    """What a phone or a desktop needs to install the product as an application of its own."""
    name = settings.RSN_ORGANISATION_NAME
    return {
        "id": "/",
        "name": name,
        "short_name": name[:12],
        "lang": settings.LANGUAGE_CODE,
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": settings.RSN_ACCENT or PRODUCT_GREEN,
        "categories": ["business", "social"],
        "icons": [
            {
                "src": static(f"icons/{name_of}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for purpose, name_of in (("any", "app"), ("maskable", "maskable"))
            for size in ICON_SIZES
        ],
    }
