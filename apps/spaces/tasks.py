from celery import shared_task

from apps.spaces import actions
from apps.spaces.settling import settle


@shared_task
def settle_person(person_id: int) -> None:
    settle(person_id)


@shared_task(ignore_result=True)
def delete_due_spaces() -> None:
    actions.delete_due_spaces()


@shared_task(ignore_result=True)
def offer_orphans() -> None:
    actions.offer_orphans()


@shared_task(ignore_result=True)
def end_what_is_over() -> None:
    """Invitations nobody answered in time, exclusions whose time has passed."""
    actions.end_old_invitations()
    actions.end_old_exclusions()
