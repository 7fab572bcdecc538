from celery import shared_task

from apps.notifications import delivering, forgetting, planning, telling
from apps.notifications.models import Channel
from apps.notifications.sending import leave

# Queue `notify`: telling and showing, which never wait behind a mail server.


@shared_task
def tell_of(event_id: int) -> None:
    telling.tell(event_id)


@shared_task
def deliver_told(event_id: int) -> None:
    if delivering.deliver(event_id):
        send_pushes.delay()


@shared_task
def catch_up_with_the_queue() -> None:
    """By the clock: whatever the queue lost, or a worker began and did not end."""
    for event_id in telling.left_over():
        telling.tell(event_id)
    if delivering.deliver_late():
        send_pushes.delay()


@shared_task
def forget_of_space(person_id: int, space_id: int) -> None:
    forgetting.forget_of_space(person_id, space_id)


@shared_task
def forget_given(person_id: int, post_id: int) -> None:
    forgetting.forget_given(person_id, post_id)


@shared_task
def forget_author(person_id: int, space_id: int) -> None:
    forgetting.forget_author(person_id, space_id)


@shared_task
def forget_strangers(space_id: int) -> None:
    forgetting.forget_strangers(space_id)


@shared_task
def forget_unreadable(person_id: int) -> None:
    forgetting.forget_unreadable(person_id)


@shared_task
def forget_person(person_id: int) -> None:
    forgetting.forget_person(person_id)


@shared_task
def forget_post(post_id: int) -> None:
    forgetting.forget_post(post_id)


@shared_task
def forget_comment(comment_id: int) -> None:
    forgetting.forget_comment(comment_id)


@shared_task
def plan_again(person_id: int | None) -> None:
    planning.plan_again(None if person_id is None else [person_id])


@shared_task
def forget_old() -> None:
    forgetting.forget_old()


# Queue `mail`: what leaves. A task sends a few and asks for the next, so that others have a turn.


@shared_task
def send_mails() -> None:
    if leave(Channel.MAIL):
        send_mails.delay()


@shared_task
def send_pushes() -> None:
    if leave(Channel.PUSH):
        send_pushes.delay()
