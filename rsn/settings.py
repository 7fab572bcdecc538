"""Django's settings. Everything that differs between installations is read in rsn/env.py."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from rsn.celery import app as celery_app
from rsn.env import Env, Mode
from rsn.logs import logging_config
from rsn.mail import mail_settings
from rsn.storage import storage_settings
from rsn.version import version_of

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = Env.load()
VAR_DIR = (BASE_DIR / ENV.var_dir).resolve()
IS_PRODUCTION = ENV.rsn_mode is Mode.PRODUCTION

SECRET_KEY = ENV.secret_key or "only-for-tests-and-tools-" + "x" * 40
SECRET_KEY_FALLBACKS = ENV.secret_key_fallbacks
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts or ["localhost", "127.0.0.1", "[::1]"]
BASE_URL = (ENV.base_url or f"http://127.0.0.1:{ENV.port}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if ENV.base_url else []

INSTALLED_APPS = [
    "apps.core",
    "apps.events",
    "apps.mailing",
    "apps.profiles",
    "apps.accounts",
    "apps.hours",
    "apps.files",
    "apps.spaces",
    "apps.posts",
    "apps.feed",
    "apps.notifications",
    "apps.search",
    "apps.archive",
    "apps.digests",
    "apps.oversight",
    "apps.live",
    "apps.demo",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "channels",
    "django_htmx",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "apps.core.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *([] if ENV.trusted_proxy else ["apps.core.middleware.PagesCompressed"]),
    "apps.core.middleware.kept_by_no_cache",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "apps.accounts.middleware.SignInFirst",
    "apps.core.middleware.MethodOverride",
    "apps.core.views.wrong_method_in_words",
    "apps.events.middleware.CursorBeforeReading",
]

ROOT_URLCONF = "rsn.urls"
WSGI_APPLICATION = "rsn.wsgi.application"
ASGI_APPLICATION = "rsn.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.core.context.one_token",
                "apps.feed.context.shell",
                "apps.notifications.context.bell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "apps.core.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data

DATABASES = {
    "default": dj_database_url.parse(
        ENV.database_url, conn_max_age=600, conn_health_checks=IS_PRODUCTION
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "apps.core.cache.ForgivingCache",
        "LOCATION": ENV.redis_url,
        "KEY_PREFIX": "rsn",
        # A page must not fail for want of Redis: a cache that is down is an empty cache.
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 0.3,
            "SOCKET_TIMEOUT": 1,
        },
    }
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        # Redis publishes across its numbered databases: two networks on one server need two names.
        "CONFIG": {
            "hosts": [ENV.redis_url],
            "prefix": f"rsn-live-{DATABASES['default']['NAME']}{urlsplit(ENV.redis_url).path}",
        },
    }
}

# People

AUTH_USER_MODEL = "profiles.User"
AUTHENTICATION_BACKENDS = [
    "apps.accounts.backends.SignIn",
    "apps.spaces.backends.Exclusions",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False

ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {"ask_to_join": "20/h/ip,3/h/key"}
# Behind one proxy the client is the last address written; otherwise the header is anybody's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.trusted_proxy else 0
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
USERSESSIONS_ADAPTER = "apps.accounts.adapter.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "apps.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_TOTP_ISSUER = ENV.organisation_name

# Language and time

LANGUAGE_CODE = ENV.language_code
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["rsn.formats"]
LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
TIME_ZONE = ENV.time_zone
USE_TZ = True
USE_I18N = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "apps.core.finders.MadeFilesFinder",
]
# What the last of them makes; the tests of a checkout share it.
ASSETS_ROOT = (BASE_DIR / "var" if ENV.rsn_mode is Mode.TEST else VAR_DIR) / "assets"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": storage_settings(ENV.storage_url),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or ENV.rsn_mode is Mode.TEST
        else "apps.core.staticfiles.HashedStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or ENV.rsn_mode is Mode.TEST
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "apps.files.handlers.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Mail

RSN_MAIL_PROVIDER = ""
ANYMAIL: dict[str, object] = {}
globals().update(
    mail_settings(ENV.email_url, folder=VAR_DIR / "mail", webhook_secret=ENV.mail_webhook_secret)
)
DEFAULT_FROM_EMAIL = ENV.default_from_email
EMAIL_TIMEOUT = 10

# Safety

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxy else None
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_PRODUCTION else 0
# What other names of the domain do is its owner's decision: no subdomains, no preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# In the session, which ends with signing out; a cookie would outlive it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "apps.accounts.views.entrance.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Work that follows a request

CELERY_BROKER_URL = ENV.redis_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
# What everybody is told, and what is mailed, wait in lines of their own.
CELERY_TASK_QUEUES = [
    Queue(name, routing_key=name)  # type: ignore[no-untyped-call]
    for name in ("celery", "notify", "mail")
]
CELERY_TASK_ROUTES = {
    "apps.notifications.tasks.send_*": {"queue": "mail"},
    "apps.notifications.tasks.*": {"queue": "notify"},
    "apps.digests.tasks.*": {"queue": "mail"},
}
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE

celery_app.set_default()

# This product

RSN_ORGANISATION_NAME = ENV.organisation_name
RSN_ACCENT = ENV.accent
RSN_EVERYONE_MAY_POST = ENV.everyone_may_post
RSN_SIGNUP_DOMAINS = ENV.signup_domains
RSN_DIRECTORY_NAME = ENV.directory_name
RSN_EVENT_RETENTION_HOURS = ENV.event_retention_hours
RSN_UNDO_SECONDS = ENV.undo_seconds
RSN_MAIL_WAIT_SECONDS = ENV.mail_wait_seconds
RSN_BOUNCE_ADDRESS = ENV.bounce_address
RSN_REPLY_ADDRESS = ENV.reply_address
RSN_MAIL_AUTHSERV_ID = ENV.mail_authserv_id
RSN_VAPID_PUBLIC_KEY = ENV.vapid_public_key
RSN_VAPID_PRIVATE_KEY = ENV.vapid_private_key
RSN_VAPID_CONTACT = ENV.vapid_contact
RSN_PUSH_HOSTS = ENV.push_hosts
# Only a test has its push service beside it.
RSN_PUSH_MAY_BE_LOCAL = False
RSN_VERSION = version_of(BASE_DIR / "pyproject.toml")
RSN_BACKUP_STAMP = ENV.backup_stamp
RSN_BREAK_GLASS_APPROVERS = ENV.break_glass_approvers
RSN_FILE_MAX_MB = ENV.file_max_mb
RSN_PICTURE_MAX_MB = ENV.picture_max_mb
RSN_FILE_KINDS = ENV.file_kinds
RSN_CLAMD_ADDRESS = ENV.clamd_address
RSN_FILE_ACCEL = ENV.file_accel
RSN_SPACE_DELETION_DAYS = ENV.space_deletion_days
RSN_INVITATION_DAYS = ENV.invitation_days
RSN_IS_DEMO = ENV.rsn_mode is Mode.DEMO

# The administrators' site, in the product's green
UNFOLD = {
    "SITE_TITLE": ENV.organisation_name,
    "SITE_HEADER": ENV.organisation_name,
    "SITE_SYMBOL": "tune",
    "SCRIPTS": [lambda _request: static("js/administration.js")],
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("icons/favicon.svg"),
        }
    ],
    "COLORS": {
        "primary": {
            str(step): f"oklch({lightness}% {chroma} 178)"
            for step, lightness, chroma in (
                (50, 98, 0.01),
                (100, 95, 0.025),
                (200, 90, 0.05),
                (300, 84, 0.075),
                (400, 76, 0.09),
                (500, 56, 0.09),
                (600, 47, 0.085),
                (700, 40, 0.075),
                (800, 35, 0.06),
                (900, 30, 0.05),
                (950, 22, 0.035),
            )
        }
    },
}

LOGGING = logging_config(level=ENV.log_level, as_json=IS_PRODUCTION)
