from celery import shared_task

from apps.posts import actions
from apps.posts.clock import publish_what_is_due
from apps.posts.growth import tell_of_growth
from apps.posts.refreshing import forget_cards_of_space, refresh_cards


@shared_task
def refresh_cards_of(person_id: int) -> None:
    refresh_cards(person_id)


@shared_task(ignore_result=True)
def publish_due_drafts() -> None:
    publish_what_is_due()


@shared_task
def renew_cards_of_file(file_id: int) -> None:
    actions.renew_cards_of_file(file_id)


@shared_task(ignore_result=True)
def remove_forgotten_files() -> None:
    actions.remove_forgotten_files()


@shared_task
def tell_of_growth_in(space_id: int) -> None:
    tell_of_growth(space_id)


@shared_task
def end_guesthood_of(person_id: int, space_id: int | None) -> None:
    actions.end_guesthood(person_id, space_id)


@shared_task
def end_needless_guesthood_of(person_id: int, space_id: int) -> None:
    actions.end_needless_guesthood(person_id, space_id)


@shared_task
def forget_cards_in(space_id: int) -> None:
    forget_cards_of_space(space_id)
