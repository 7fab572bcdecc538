"""The doors of every part of the product: one table."""

from tests.access import doors

DOORS = [*doors.DOORS]
