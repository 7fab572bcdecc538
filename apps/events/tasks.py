from celery import shared_task

from apps.events.expiry import forget_delivered


@shared_task
def forget_delivered_events() -> None:
    forget_delivered()
