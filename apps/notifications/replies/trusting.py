"""Whether a mail comes from the person its address was made for."""

import re

from allauth.account.models import EmailAddress
from django.conf import settings

from apps.notifications.replies.reading import Incoming
from apps.profiles.models import User

_VERDICT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*([a-z]+)")
_COMMENT = re.compile(r"\([^()]*\)")


def is_from(person: User, mail: Incoming) -> bool:
    """The sender is an address this person proved to hold, and our mail server does not say that
    the mail only pretends so."""
    theirs = EmailAddress.objects.filter(user=person, verified=True, email__iexact=mail.sender)
    return bool(mail.sender) and theirs.exists() and not is_said_forged(mail.results)


def is_said_forged(results: tuple[str, ...]) -> bool:
    """Of Authentication-Results (RFC 8601) only the topmost of our own mail server counts: what
    stands below it came with the mail."""
    trusted = settings.RSN_MAIL_AUTHSERV_ID.lower()
    if not trusted:
        return False
    for line in results:
        words = _COMMENT.sub(" ", line.lower())
        server, _semicolon, verdicts = words.partition(";")
        if server.split()[:1] == [trusted]:
            return _fails(_VERDICT.findall(verdicts))
    return False


def _fails(verdicts: list[tuple[str, str]]) -> bool:
    dmarc = {said for method, said in verdicts if method == "dmarc"}
    if dmarc & {"pass", "fail"}:
        return "fail" in dmarc
    said = {verdict for _method, verdict in verdicts}
    return "fail" in said and "pass" not in said
