"""Addresses of spaces. A space's own page lists posts and is therefore declared by the feed."""

from django.urls import path

from apps.spaces.views import (
    belonging,
    course,
    exclusions,
    invitations,
    journal,
    life,
    listing,
    readers,
    requests,
    units,
)

urlpatterns = [
    path("spaces/", listing.spaces, name="spaces"),
    path("spaces/new/", life.space_new, name="space_new"),
    path("spaces/picker/", listing.space_picker, name="space_picker"),
    path("spaces/<slug:slug>/about/", life.space_about, name="space_about"),
    path("spaces/<slug:slug>/journal/", journal.space_journal, name="space_journal"),
    path("spaces/<slug:slug>/readers/", readers.space_readers, name="space_readers"),
    path("spaces/<slug:slug>/edit/", life.space_edit, name="space_edit"),
    path("spaces/<slug:slug>/kind/", life.space_kind, name="space_kind"),
    path("spaces/<slug:slug>/permissions/", course.space_permissions, name="space_permissions"),
    path("spaces/<slug:slug>/deletion/", course.space_deletion, name="space_deletion"),
    path("spaces/<slug:slug>/offer/", course.space_offer, name="space_offer"),
    path("spaces/<slug:slug>/archive/", life.space_archive, name="space_archive"),
    path("spaces/<slug:slug>/mails/", life.space_mails, name="space_mails"),
    path("spaces/<slug:slug>/membership/", belonging.space_membership, name="space_membership"),
    path("spaces/<slug:slug>/follow/", belonging.space_follow, name="space_follow"),
    path("spaces/<slug:slug>/request/", requests.space_request, name="space_request"),
    path("spaces/<slug:slug>/requests/", requests.space_requests, name="space_requests"),
    path(
        "spaces/<slug:slug>/requests/<int:pk>/",
        requests.space_request_answer,
        name="space_request_answer",
    ),
    path("spaces/<slug:slug>/invitation/", invitations.space_invitation, name="space_invitation"),
    path(
        "spaces/<slug:slug>/invitations/", invitations.space_invitations, name="space_invitations"
    ),
    path(
        "spaces/<slug:slug>/invitations/<int:pk>/",
        invitations.space_invitation_sent,
        name="space_invitation_sent",
    ),
    path("spaces/<slug:slug>/units/", units.space_units, name="space_units"),
    path("spaces/<slug:slug>/units/<slug:unit>/", units.space_unit, name="space_unit"),
    path("spaces/<slug:slug>/exclusion/", exclusions.space_exclusion, name="space_exclusion"),
    path("spaces/<slug:slug>/exclusions/", exclusions.space_exclusions, name="space_exclusions"),
    path(
        "spaces/<slug:slug>/exclusions/<int:pk>/",
        exclusions.space_exclusion_of,
        name="space_exclusion_of",
    ),
    path("spaces/<slug:slug>/members/", belonging.space_members, name="space_members"),
    path(
        "spaces/<slug:slug>/members/<slug:username>/exclusion/",
        exclusions.space_member_exclusion,
        name="space_member_exclusion",
    ),
    path(
        "spaces/<slug:slug>/members/<slug:username>/", belonging.space_member, name="space_member"
    ),
]
