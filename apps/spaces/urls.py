"""Addresses of spaces. A space's own page lists posts and is therefore declared by the feed."""

from django.urls import path

from apps.spaces.views import belonging, life, listing

urlpatterns = [
    path("spaces/", listing.spaces, name="spaces"),
    path("spaces/new/", life.space_new, name="space_new"),
    path("spaces/picker/", listing.space_picker, name="space_picker"),
    path("spaces/<slug:slug>/about/", life.space_about, name="space_about"),
    path("spaces/<slug:slug>/edit/", life.space_edit, name="space_edit"),
    path("spaces/<slug:slug>/kind/", life.space_kind, name="space_kind"),
    path("spaces/<slug:slug>/archive/", life.space_archive, name="space_archive"),
    path("spaces/<slug:slug>/mails/", life.space_mails, name="space_mails"),
    path("spaces/<slug:slug>/membership/", belonging.space_membership, name="space_membership"),
    path("spaces/<slug:slug>/follow/", belonging.space_follow, name="space_follow"),
    path("spaces/<slug:slug>/members/", belonging.space_members, name="space_members"),
    path(
        "spaces/<slug:slug>/members/<slug:username>/", belonging.space_member, name="space_member"
    ),
]
