from django.conf import settings
from django.urls import path

from apps.feed import views
from apps.feed.catch_up.views import catch_up, catch_up_offer
from apps.feed.styleguide import styleguide

urlpatterns = [
    path("", views.home, name="home"),
    path("catch-up/", catch_up, name="catch_up"),
    path("catch-up/offer/", catch_up_offer, name="catch_up_offer"),
    path("spaces/<slug:slug>/", views.space, name="space"),
    path("people/<slug:username>/", views.person, name="person"),
]

if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
