"""Celery's own beat, with the one entry under test, twice a second instead of once a minute."""

from rsn.celery import app

app.conf.beat_schedule = {
    "plan and send digests": {"task": "apps.digests.tasks.plan_digests", "schedule": 0.5}
}
