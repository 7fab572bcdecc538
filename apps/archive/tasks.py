from celery import shared_task

from apps.archive import actions


@shared_task
def write_export(export_id: int) -> None:
    actions.write_export(export_id)


@shared_task(ignore_result=True)
def remove_old_exports() -> None:
    actions.remove_old_exports()
