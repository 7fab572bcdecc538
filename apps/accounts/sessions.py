"""Django's sessions in the database, read by a statement that is planned once."""

import json
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from apps.core.prepared import Statement

CONTENT = Statement(
    "session",
    lambda: (
        """
        SELECT session_data FROM django_session WHERE session_key = $1 AND expire_date > $2
    """
    ),
    "text",
    "timestamptz",
)


@lru_cache(maxsize=4096)
def _content(stored: str) -> str:
    """What a stored session holds, as JSON; its signature is checked once a process and content."""
    return json.dumps(db.SessionStore().decode(stored))


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What this session holds; nothing, and no key any more, when it is unknown or over."""
        rows = CONTENT.rows(self.session_key, timezone.now())
        if not rows:
            self._session_key = None
            return {}
        return json.loads(_content(rows[0][0]))
