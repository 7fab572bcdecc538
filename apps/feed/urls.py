from django.urls import path

from apps.feed import views

urlpatterns = [
    path("", views.home, name="home"),
    path("spaces/<slug:slug>/", views.space, name="space"),
    path("people/<slug:username>/", views.person, name="person"),
]
