"""Work that follows a request."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")

app = Celery("rsn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
