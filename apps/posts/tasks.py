from celery import shared_task

from apps.posts.refreshing import refresh_cards


@shared_task
def refresh_cards_of(person_id: int) -> None:
    refresh_cards(person_id)
