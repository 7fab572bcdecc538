"""All of a person's channels at once, as the settings page sends them."""

from collections.abc import Mapping

from django.db import transaction

from apps.notifications.actions.choices import set_preference
from apps.notifications.kinds import all_kinds
from apps.notifications.models import Channel, Preference
from apps.notifications.planning import default_of
from apps.profiles.models import User

# Whether a kind (its slug) is wanted by a channel.
Wanted = dict[tuple[str, str], bool]


def preferences_of(person: User) -> Wanted:
    """What holds now: chosen by the person, or the default of the kind. One query."""
    chosen = Preference.objects.visible_to(person).values_list("kind", "channel", "is_wanted")
    wanted = {
        (kind.slug, str(channel)): default_of(kind, channel)
        for kind in all_kinds()
        for channel in Channel
    }
    return wanted | {
        (kind, channel): is_wanted
        for kind, channel, is_wanted in chosen
        if (kind, channel) in wanted
    }


@transaction.atomic
def set_preferences(*, person: User, wanted: Mapping[tuple[str, str], bool]) -> None:
    """Store what differs from what holds now; what is not in `wanted` stays."""
    now = preferences_of(person)
    for (kind, channel), is_wanted in wanted.items():
        if now.get((kind, channel)) != is_wanted:
            set_preference(person=person, kind=kind, channel=channel, is_wanted=is_wanted)


def reset_preferences(*, person: User) -> None:
    """Back to the defaults, also to those that later releases change."""
    Preference.objects.visible_to(person).delete()
