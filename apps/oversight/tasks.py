from celery import shared_task

from apps.oversight.actions import close_access


@shared_task
def close(access_id: int) -> None:
    close_access(access_id)
