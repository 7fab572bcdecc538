from datetime import timedelta
from typing import Any

from celery import shared_task

from apps.files import actions
from apps.files.scanning import ScannerAway


@shared_task(bind=True, max_retries=5)
def settle_file(self: Any, file_id: int) -> None:
    try:
        actions.settle_file(file_id)
    except ScannerAway as away:
        raise self.retry(exc=away, countdown=20) from away


@shared_task(ignore_result=True)
def settle_what_waits() -> None:
    for file_id in actions.waiting_files(older_than=timedelta(minutes=2), most=200):
        settle_file.delay(file_id)
