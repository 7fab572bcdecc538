from celery import shared_task

from apps.notifications.push.actions import forget_session_devices


@shared_task
def forget_devices(person_id: int, session_digest: str) -> None:
    forget_session_devices(person_id=person_id, session_digest=session_digest)
