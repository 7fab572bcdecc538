from dataclasses import dataclass

from apps.events.registry import Event


@dataclass(frozen=True, kw_only=True)
class HoursChanged(Event):
    """`person_id` may be interrupted at other times than before: what waits is planned anew."""

    name = "hours.changed"


@dataclass(frozen=True, kw_only=True)
class OrganisationHoursChanged(Event):
    """So may everybody who keeps to the organisation's hours, or to its time zone."""

    name = "organisation_hours.changed"
