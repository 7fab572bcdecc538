"""The project: settings and entry points, no domain."""

from rsn.celery import app as celery_app

__all__ = ["celery_app"]
