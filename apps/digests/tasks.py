from celery import shared_task
from django.utils import timezone

from apps.digests import actions, planning
from apps.digests.sending import MOST, send_waiting, waiting

SENDERS = 4
"""Tasks begun by one tick at most; each asks for the next while there is work."""


@shared_task
def plan_digests() -> None:
    """By the clock: write down what is due, and see that somebody sends it."""
    planning.plan()
    due = waiting(timezone.now())[: MOST * SENDERS].count()
    for _sender in range(-(-due // MOST)):
        send_digests.delay()


@shared_task
def enrol_everybody() -> None:
    planning.enrol_everybody()


@shared_task
def send_digests() -> None:
    if send_waiting():
        send_digests.delay()


@shared_task
def plan_again(person_id: int | None) -> None:
    planning.plan_again(None if person_id is None else [person_id])


@shared_task
def forget_old_digests() -> None:
    planning.forget_old()


@shared_task
def end_digests(person_id: int) -> None:
    actions.end_digests(person_id)
