from django.conf import settings
from django.urls import path

from apps.feed import views
from apps.feed.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("spaces/<slug:slug>/", views.space, name="space"),
    path("people/<slug:username>/", views.person, name="person"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
