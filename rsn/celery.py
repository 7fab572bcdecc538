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
    "end invitations and exclusions that are over": {
        "task": "apps.spaces.tasks.end_what_is_over",
        "schedule": crontab(minute="*/10"),
    },
    "publish due drafts": {
        "task": "apps.posts.tasks.publish_due_drafts",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # An entry that waited longer than its own rhythm says nothing that the next one does not.
    "tell and show what the queue lost": {
        "task": "apps.notifications.tasks.catch_up_with_the_queue",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "send due mails": {
        "task": "apps.notifications.tasks.send_mails",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "send due pushes": {
        "task": "apps.notifications.tasks.send_pushes",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "plan and send digests": {
        "task": "apps.digests.tasks.plan_digests",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "offer digests to who has come in": {
        "task": "apps.digests.tasks.enrol_everybody",
        "schedule": crontab(minute="7"),
    },
    "forget old digests": {
        "task": "apps.digests.tasks.forget_old_digests",
        "schedule": crontab(hour="3", minute="29"),
    },
    "forget old notifications": {
        "task": "apps.notifications.tasks.forget_old",
        "schedule": crontab(hour="3", minute="23"),
    },
    "check the files that the queue lost": {
        "task": "apps.files.tasks.settle_what_waits",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "remove files that belong to nothing": {
        "task": "apps.posts.tasks.remove_forgotten_files",
        "schedule": crontab(minute="27"),
    },
    "delete spaces whose day has come": {
        "task": "apps.spaces.tasks.delete_due_spaces",
        "schedule": crontab(minute="33"),
    },
    "offer spaces that nobody answers for": {
        "task": "apps.spaces.tasks.offer_orphans",
        "schedule": crontab(minute="51"),
    },
    "remove exports that are over": {
        "task": "apps.archive.tasks.remove_old_exports",
        "schedule": crontab(minute="39"),
    },
    "index what the queue lost": {
        "task": "apps.search.tasks.index_missing",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}
