from django.urls import path

from apps.events import views

urlpatterns = [path("readyz", views.readyz, name="readyz")]
