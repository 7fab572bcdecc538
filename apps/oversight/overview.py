"""How the installation is doing, at a glance."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import django
import redis
from django.conf import settings
from django.db.models import Count, Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, ngettext

from apps.core.release import fingerprint
from apps.events.models import FailedDelivery
from apps.events.readiness import LATE, PATIENCE, Part, parts
from apps.files.models import StoredFile
from apps.mailing.models import Suppression
from apps.notifications.models import Envelope

QUEUES = ("celery", "notify", "mail")
LONG_QUEUE = 1000
LITTLE_SPACE = 0.1
OLD_BACKUP_HOURS = 26
MANY_FAILED = 100


@dataclass(frozen=True, slots=True)
class Sign:
    """One fact; `mark` is good, care or nothing, `note` says what to do where it is not well."""

    label: str
    value: str
    mark: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """`is_well` when nothing asks for care. `failures` are deliveries that can be tried again."""

    is_well: bool
    signs: list[Sign]
    failures: list[str]
    failures_count: int


def overview() -> Overview:
    """Asked now. Seven queries, three questions to Redis."""
    signs = [
        _version(),
        *_parts(),
        *_queues(),
        *_mail(),
        _disk(),
        _backup(),
    ]
    failed = FailedDelivery.objects.order_by("-failed_at", "-id")
    errors = [f"{row.subscriber or _('everybody')}: {row.error}" for row in failed[:10]]
    count = failed.count()
    return Overview(
        is_well=not count and all(sign.mark != "care" for sign in signs),
        signs=signs,
        failures=errors,
        failures_count=count,
    )


def _version() -> Sign:
    about = {
        "version": settings.RSN_VERSION or "?",
        "release": fingerprint(),
        "django": django.get_version(),
    }
    return Sign(_("Version"), _("%(version)s · release %(release)s · Django %(django)s") % about)


def _parts() -> list[Sign]:
    found = parts()
    names = {"database": _("Database"), "redis": _("Redis")}
    signs = [_part(label, found[name]) for name, label in names.items()]
    return [*signs, _relay(found["relay"])]


def _part(label: str, part: Part) -> Sign:
    if part.ok:
        return Sign(label, _("answers"), "good")
    return Sign(label, _("does not answer"), "care", _("See the runbooks of the operator."))


def _relay(part: Part) -> Sign:
    label = _("Delivery of events")
    if part.lag is None:
        return Sign(label, _("no relay runs"), "care", _("Start it: nothing is delivered."))
    seconds = number_format(part.lag, 1)
    said = _("%(seconds)s s behind") % {"seconds": seconds}
    return Sign(label, said, "good" if part.lag <= LATE else "care")


def _queues() -> list[Sign]:
    label = _("Work waiting")
    try:
        client = redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=PATIENCE)
        lengths = {name: int(client.llen(name)) for name in QUEUES}
        client.close()
    except redis.RedisError:
        return [Sign(label, _("unknown while Redis does not answer"), "care")]
    said = " · ".join(f"{name} {number_format(count)}" for name, count in lengths.items())
    is_long = max(lengths.values()) > LONG_QUEUE
    note = _("Many jobs wait: is a worker running?") if is_long else ""
    return [Sign(label, said, "care" if is_long else "good", note)]


def _mail() -> list[Sign]:
    refused = Suppression.objects.count()
    week = timezone.now() - timedelta(days=7)
    waits = Q(state__in=[Envelope.State.FORMED, Envelope.State.SENDING])
    failed_lately = Q(state=Envelope.State.FAILED, formed_at__gte=week)
    counted = Envelope.objects.aggregate(
        waiting=Count("pk", filter=waits), failed=Count("pk", filter=failed_lately)
    )
    said = _("%(waiting)s waiting, %(failed)s failed in the last seven days") % {
        "waiting": number_format(counted["waiting"]),
        "failed": number_format(counted["failed"]),
    }
    addresses = ngettext("%(count)s address", "%(count)s addresses", refused)
    return [
        Sign(_("Mails and pushes"), said, "care" if counted["failed"] > MANY_FAILED else ""),
        Sign(_("Addresses that refuse mail"), addresses % {"count": number_format(refused)}),
    ]


def _disk() -> Sign:
    kept = StoredFile.objects.aggregate(size=Sum("size"))["size"] or 0
    folder = Path(settings.MEDIA_ROOT)
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    usage = shutil.disk_usage(place)
    is_little = usage.free < usage.total * LITTLE_SPACE
    said = _("%(files)s of files sent; %(free)s free of %(total)s on this server") % {
        "files": filesizeformat(kept),
        "free": filesizeformat(usage.free),
        "total": filesizeformat(usage.total),
    }
    note = _("Less than a tenth is free: see the runbook about a full disk.") if is_little else ""
    return Sign(_("Files"), said, "care" if is_little else "good", note)


def _backup() -> Sign:
    label = _("Last backup")
    stamp = Path(settings.RSN_BACKUP_STAMP) if settings.RSN_BACKUP_STAMP else None
    if stamp is None:
        return Sign(label, _("not known here"), "", _("BACKUP_STAMP can tell it to this page."))
    try:
        made = datetime.fromtimestamp(stamp.stat().st_mtime, tz=timezone.get_current_timezone())
    except OSError:
        return Sign(label, _("none yet"), "care", _("The file that tells of it is not there."))
    is_old = (timezone.now() - made).total_seconds() > OLD_BACKUP_HOURS * 3600
    return Sign(label, date_format(localtime(made), "j F Y, H:i"), "care" if is_old else "good")
