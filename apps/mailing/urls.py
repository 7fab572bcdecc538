"""One's own address; and, for a provider that was configured with a secret, its reports."""

from anymail.urls import urlpatterns as every_hook
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from apps.mailing.views import mail_again

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/mail-again/", mail_again, name="settings-mail-again"),
]

if settings.RSN_MAIL_PROVIDER and settings.ANYMAIL.get("WEBHOOK_SECRET"):
    own = [hook for hook in every_hook if str(hook.name).startswith(settings.RSN_MAIL_PROVIDER)]
    urlpatterns.append(path("anymail/", include((own, "anymail"))))
