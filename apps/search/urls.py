from django.urls import path

from apps.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/jump/", views.jump, name="jump"),
]
