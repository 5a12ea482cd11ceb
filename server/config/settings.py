"""Django's settings. Embedded by default (SQLite in the data folder); PostgreSQL by one setting, JOBFAIR_DATABASE.

Secrets and keys are made by ``jobfair server init`` in the data folder, mode 0600; none is in the repository.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jobfair.errors import ConfigError
from jobfair.wire import MAX_SEALED_BYTES
from server.config.options import options_from_environment

_OPTIONS = options_from_environment()
_HERE = Path(__file__).resolve().parent.parent

DATA_FOLDER = _OPTIONS.data_folder
KEY_FOLDER = DATA_FOLDER / "keys"
SEALED_FOLDER = DATA_FOLDER / "sealed"
PDF_FOLDER = DATA_FOLDER / "pdf"
PART_FOLDER = DATA_FOLDER / "parts"


def _secret() -> str:
    try:
        return (DATA_FOLDER / "secret_key").read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigError(f"{DATA_FOLDER} is not set up: run `jobfair server init`") from error


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "server.core.sqlite",
            "NAME": DATA_FOLDER / "server.db",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: a transaction that will write takes the lock at once, so that none fails half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=1000;",
            },
        }
    from psycopg.conninfo import conninfo_to_dict

    parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "postgres"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Values and statements travel apart and are planned once a connection: a fifth less work for each item.
        "OPTIONS": {**parts, "server_side_binding": True, "prepare_threshold": 3},
    }


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = _OPTIONS.host_list
CSRF_TRUSTED_ORIGINS = _OPTIONS.origin_list
TRUSTED_PROXY = _OPTIONS.proxy_address
DATABASES = {"default": _database(_OPTIONS.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "server.core",
    "server.fairs",
    "server.kiosks",
    "server.seekers",
    "server.intake",
    "server.employers",
    "server.organizers",
    "server.paper",
    "server.crowd",
    "ninja",  # brings the API's documentation with its scripts: no page loads anything from elsewhere
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "server.core.middleware.BodyTaken",
    "server.core.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "server.api.v1.guard.WireGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "server.config.urls"
WSGI_APPLICATION = "server.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["server.core.templatetags.words"],
        },
    }
]

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["server.core.login.LockingBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "front"
LOGOUT_REDIRECT_URL = "login"
LOGIN_FAILURES = 5
LOGIN_LOCK_MINUTES = 15

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [_HERE / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = _OPTIONS.time_zone

STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

_HTTPS = _OPTIONS.https == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if _HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 180 * 24 * 60 * 60  # this name only: what else the organizer runs beside it is not ours

DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_SEALED_BYTES

# A pairing code lives ten minutes; so many wrong codes from one address, and from all, before all wait.
PAIRING_MINUTES = 10
PAIRING_FAILURES_PER_ADDRESS = 10
PAIRING_FAILURES_ALTOGETHER = 100
# What a device may ask for, by the operation's name. Everything else answers not_allowed.
DEVICE_OPERATIONS = frozenset(
    {"snapshot", "part", "cards", "heartbeat", "put_sealed", "boot_key", "handovers", "handover"}
    | {"tries", "send_code", "check_code", "exposure"}
)

# Messages to seekers: server/messages.
MESSAGE_OPTIONS = _OPTIONS
EMAIL_HOST, EMAIL_PORT = _OPTIONS.mail_server
EMAIL_HOST_USER = _OPTIONS.mail_user
EMAIL_HOST_PASSWORD = _OPTIONS.mail_password
EMAIL_USE_TLS = _OPTIONS.mail_tls == "1" and EMAIL_PORT != 465
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 10

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "server.core.quiet_log.QuietFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "jobfair": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
