"""People and a space for the fault tests, printed as JSON; run in a process of its own."""

import json
import os
import sys
from typing import Any


def build() -> dict[str, Any]:
    """Three writers, members of one confidential space, each with a session."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from apps.profiles.actions import register_person
    from apps.spaces.actions import add_member, create_space, open_person_page

    call_command("migrate", verbosity=0)
    people = [
        register_person(email=f"writer{n}@example.test", display_name=f"Writer {n}")
        for n in range(3)
    ]
    for person in people:
        open_person_page(person)
    space = create_space(owner=people[0], name="Fault line", kind="confidential")
    for person in people[1:]:
        add_member(actor=people[0], space=space, user=person)
    cookies = []
    for person in people:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        cookies.append(f"{name}={client.cookies[name].value}")
    return {"space": space.slug, "space_id": space.pk, "cookies": cookies}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")
    json.dump(build(), sys.stdout)
