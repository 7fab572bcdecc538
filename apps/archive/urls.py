from django.urls import path

from apps.archive import views

urlpatterns = [
    path("spaces/<slug:slug>/export/", views.space_export, name="space_export"),
    path(
        "spaces/<slug:slug>/export/<uuid:uuid>/", views.space_export_file, name="space_export_file"
    ),
]
