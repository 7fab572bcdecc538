"""A worker takes mails from the queue and hands them to the mail server."""

import os
import re
import sys
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from apps.accounts.actions import confirm_email
from rsn.local.places import ROOT
from rsn.local.process import spawn, stop, tail
from tests.conftest import make_person
from tests.mailservers import MailServer, mail_server
from tests.processes import eventually

__all__ = ["mail_server"]


@pytest.mark.slow
def test_a_forgotten_password_arrives(transactional_db, mail_server: MailServer, tmp_path):
    cache.clear()
    person = make_person(password="cheval-agrafe-marine-42", language="en")
    confirm_email(person)
    name = connection.settings_dict["NAME"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    more = {"DATABASE_URL": database, "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
    command = [sys.executable, "-m", "celery", "-A", "rsn", "--quiet", "worker", "--queues", "mail"]
    log = tmp_path / "worker.log"
    worker = spawn(
        [*command, "--concurrency", "1", "--without-gossip", "--without-mingle"],
        log=log,
        env=dict(os.environ) | more,
        cwd=ROOT,
    )
    try:
        for address in (person.email, "nobody@example.test"):
            answer = Client().post("/accounts/password/reset/", {"email": address})
            assert answer.status_code == 302
        eventually(lambda: len(mail_server.arrived) == 2, seconds=60)
    except AssertionError:
        raise AssertionError(tail(log, 30)) from None
    finally:
        stop(worker)
        connection.close()
    mine = next(mail for mail in mail_server.arrived if mail.recipient == person.email)
    assert re.search(r"/accounts/password/reset/key/\S+", mine.text)
    assert re.search(r'href="\S+/accounts/password/reset/key/', mine.html)
    assert mine.message["Auto-Submitted"] == "auto-generated"
