"""Work that follows a request, and what is done by the clock."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")

app = Celery("rsn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "forget delivered events": {
        "task": "apps.events.tasks.forget_delivered_events",
        "schedule": crontab(minute="17"),
    },
    "forget sessions and invitations that are over": {
        "task": "apps.accounts.tasks.forget_what_is_over",
        "schedule": crontab(hour="3", minute="41"),
    },
}
