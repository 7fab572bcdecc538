from celery import shared_task

from apps.search import actions


@shared_task
def index_post(post_id: int) -> None:
    actions.index_posts([post_id])


@shared_task
def index_comment(comment_id: int) -> None:
    actions.index_comments([comment_id])


@shared_task
def index_space(space_id: int) -> None:
    actions.index_space(space_id)


@shared_task
def index_missing() -> None:
    actions.index_missing()
