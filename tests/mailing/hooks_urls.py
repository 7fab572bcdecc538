"""The addresses of an installation that sends through a provider."""

from anymail.urls import urlpatterns as hooks
from django.urls import include, path

urlpatterns = [path("anymail/", include((hooks, "anymail"))), path("", include("rsn.urls"))]
