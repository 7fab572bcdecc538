import os

from celery import Celery

app = Celery("rsn", broker=os.environ["REDIS_URL"])
