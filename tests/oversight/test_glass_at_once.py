"""One access given while another ends: what the space says is true of both."""

import threading
import time

import pytest
from django.db import connection, transaction

from apps.oversight.actions import approve_access, end_access
from apps.spaces.models import Space


@pytest.mark.django_db(transaction=True)
def test_an_access_given_meanwhile_is_still_said(world, ask, opened, approver):
    ending, given = opened(hours=2), ask(hours=1)
    done = threading.Event()

    def end() -> None:
        end_access(actor=approver, access=ending)
        done.set()
        connection.close()

    other = threading.Thread(target=end)
    with transaction.atomic():
        approve_access(actor=approver, access=given)
        other.start()
        time.sleep(0.5)
        assert not done.is_set(), "the premise: it waits for us"
    other.join(timeout=30)
    given.refresh_from_db()
    assert Space.objects.get(pk=world.confidential.pk).exceptional_until == given.expires_at
