from celery import shared_task

from apps.oversight.actions import close_access, tell_access


@shared_task
def tell(access_id: int) -> None:
    tell_access(access_id)


@shared_task
def close(access_id: int) -> None:
    close_access(access_id)
