from apps.digests import tasks
from apps.events.registry import Delivery, subscribe
from apps.hours.events import HoursChanged, OrganisationHoursChanged
from apps.notifications.events import MailsEnded


@subscribe(HoursChanged)
def hours_are_others(delivery: Delivery) -> None:
    tasks.plan_again.delay(delivery.event.person_id)


@subscribe(OrganisationHoursChanged)
def everybodys_hours_are_others(delivery: Delivery) -> None:
    tasks.plan_again.delay(None)


@subscribe(MailsEnded)
def no_mail_is_wanted(delivery: Delivery) -> None:
    tasks.end_digests.delay(delivery.event.person_id)
