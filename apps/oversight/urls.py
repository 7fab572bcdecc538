"""Addresses of exceptional access and of administration."""

from django.urls import path

import apps.core.converters  # noqa: F401 - registers what the addresses below use
from apps.oversight.views import glass, people, system, units

urlpatterns = [
    path("break-glass/", glass.glass, name="glass"),
    path("break-glass/<bigint:pk>/", glass.glass_access, name="glass_access"),
    path("break-glass/<bigint:pk>/answer/", glass.glass_answer, name="glass_answer"),
    path("break-glass/<bigint:pk>/posts/<bigint:post_pk>/", glass.glass_post, name="glass_post"),
    path("break-glass/<bigint:pk>/files/<uuid:uuid>/", glass.glass_file, name="glass_file"),
    path("administration/", system.administration, name="administration"),
    path("administration/deliveries/", system.deliveries, name="administration_deliveries"),
    path("administration/mail/", system.mail, name="administration_mail"),
    path("administration/mail/<bigint:pk>/", system.suppression, name="administration_suppression"),
    path("administration/settings/", system.settings, name="administration_settings"),
    path("administration/spaces/", system.spaces, name="administration_spaces"),
    path("administration/journal/", system.book, name="administration_book"),
    path("administration/people/", people.people, name="administration_people"),
    path(
        "administration/invitations/<bigint:pk>/",
        people.invitation,
        name="administration_invitation",
    ),
    path("administration/people/<slug:username>/", people.person, name="administration_person"),
    path("administration/people/<slug:username>/roles/", people.roles, name="administration_roles"),
    path(
        "administration/people/<slug:username>/access/",
        people.access,
        name="administration_access",
    ),
    path(
        "administration/people/<slug:username>/sessions/",
        people.sessions,
        name="administration_sessions",
    ),
    path(
        "administration/people/<slug:username>/mailbox/",
        people.mailbox,
        name="administration_mailbox",
    ),
    path("administration/units/", units.units, name="administration_units"),
    path("administration/units/<slug:slug>/", units.unit, name="administration_unit"),
    path("administration/units/<slug:slug>/place/", units.place, name="administration_unit_place"),
    path("administration/units/<slug:slug>/merge/", units.merge, name="administration_unit_merge"),
]
