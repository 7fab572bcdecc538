from django.urls import path

from apps.digests import views

urlpatterns = [
    path("settings/digest/", views.settings_digest, name="settings-digest"),
    path("settings/digest/preview/", views.digest_preview, name="settings-digest-preview"),
    path("settings/digest/mail/", views.digest_mail, name="settings-digest-mail"),
    path("digests/unsubscribe/<str:token>/", views.digest_unsubscribe, name="digest_unsubscribe"),
]
