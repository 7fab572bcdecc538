"""The directory's address; a person's page lists posts and is therefore declared by the feed."""

from django.urls import path

from apps.profiles import views

urlpatterns = [path("people/", views.people, name="people")]
