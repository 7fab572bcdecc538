from celery import shared_task

from apps.spaces.settling import settle


@shared_task
def settle_person(person_id: int) -> None:
    settle(person_id)
