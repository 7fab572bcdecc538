from django.urls import path

import apps.core.converters  # noqa: F401
from apps.accounts.views import entrance, faces, settings

urlpatterns = [
    # In the place of allauth's own, which come after.
    path("accounts/signup/", entrance.sign_up, name="account_signup"),
    path("accounts/invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("accounts/kept/", entrance.kept, name="kept"),
    path("people/<slug:username>/face/<int:size>.webp", faces.face, name="face"),
    path("settings/", settings.settings, name="settings"),
    path("settings/face/", settings.settings_face, name="settings-face"),
    path("settings/preferences/", settings.settings_preferences, name="settings-preferences"),
    path("settings/language/", settings.settings_language, name="settings-language"),
    path("settings/theme/", settings.settings_theme, name="settings-theme"),
    path("settings/sessions/<bigint:pk>/", settings.session, name="session"),
]
