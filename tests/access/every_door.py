"""The doors of every part of the product: one table."""

from tests.access import (
    doors,
    doors_course,
    doors_digests,
    doors_entering,
    doors_files,
    doors_guests,
    doors_mail,
    doors_notifications,
    doors_oversight,
    doors_push,
    doors_readers,
    doors_search,
    doors_writing,
)

DOORS = [
    *doors.DOORS,
    *doors_course.DOORS,
    *doors_digests.DOORS,
    *doors_entering.DOORS,
    *doors_files.DOORS,
    *doors_guests.DOORS,
    *doors_mail.DOORS,
    *doors_notifications.DOORS,
    *doors_oversight.DOORS,
    *doors_push.DOORS,
    *doors_readers.DOORS,
    *doors_search.DOORS,
    *doors_writing.DOORS,
]
