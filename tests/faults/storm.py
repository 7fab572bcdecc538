"""Many people to tell, in a process of its own: `build` makes them, `blow` has somebody write.

`python tests/faults/storm.py build|blow`; prints JSON.
"""

import json
import os
import sys
from typing import Any

PEOPLE = 1000
ASKERS = 125  # of them, each with a post
ANSWERS = 8  # to each of those posts, one after the other: a mail says several
NEWS = 3  # posts told to everybody on screen; an announcement is mailed to everybody
NOTIFICATIONS = PEOPLE * (1 + NEWS) + ASKERS * ANSWERS
ALWAYS = [[["00:00", "00:00"]]] * 7


def build() -> dict[str, Any]:
    """People who are always at work, some of whom asked something in a space all of them read."""
    from django.core.management import call_command
    from django.utils import timezone

    from apps.hours.models import OrganisationHours
    from apps.notifications.models import SpaceSetting
    from apps.posts.models import Post
    from apps.profiles.actions import register_person
    from apps.profiles.models import User
    from apps.spaces.actions import create_space, open_person_page

    call_command("migrate", verbosity=0)
    OrganisationHours.objects.update_or_create(pk=1, defaults={"time_zone": "", "week": ALWAYS})
    writer = register_person(email="writer@example.test", display_name="Writer")
    open_person_page(writer)
    space = create_space(owner=writer, name="Storm", kind="open")
    people = User.objects.bulk_create(
        User(
            email=f"person{n}@example.test",
            username=f"person{n}",
            display_name=f"Person {n}",
            sort_name=f"person {n}",
        )
        for n in range(PEOPLE)
    )
    close = SpaceSetting.Level.CLOSE
    SpaceSetting.objects.bulk_create(
        SpaceSetting(person=person, space=space, level=close) for person in people
    )
    Post.objects.bulk_create(
        Post(
            space=space,
            author=person,
            title=f"Question {n}",
            html="<p>Who knows?</p>",
            text="Who knows?",
            published_at=timezone.now(),
        )
        for n, person in enumerate(people[:ASKERS])
    )
    return {"space": space.pk}


def blow() -> dict[str, Any]:
    """Tell everybody several things, and answer every question several times."""
    from apps.posts.actions import create_comment, create_post
    from apps.posts.models import Post
    from apps.profiles.models import User
    from apps.spaces.models import Space

    writer = User.objects.get(email="writer@example.test")
    space = Space.objects.get(name="Storm")
    posts = list(Post.objects.filter(space=space).order_by("pk"))
    create_post(author=writer, space=space, body="To all of you.", is_announcement=True)
    for number in range(NEWS):
        create_post(author=writer, space=space, body=f"News {number}")
    for post in posts:
        for number in range(ANSWERS):
            create_comment(author=writer, post=post, body=f"Answer {number}")
    return {"answers": ANSWERS * len(posts)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rsn.settings")
    import django

    django.setup()
    json.dump({"build": build, "blow": blow}[sys.argv[1]](), sys.stdout)
