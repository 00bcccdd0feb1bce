"""Settings, all from the environment; `./run` sets what a private installation needs."""

import os
import sys
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))


def _secret_key() -> str:
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = Path(os.environ.get("SECRET_KEY_FILE", VAR_DIR / "secret_key"))
    try:
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            "Set SECRET_KEY or SECRET_KEY_FILE; `./run` makes a key of its own."
        ) from error


def _database() -> dj_database_url.DBConfig:
    address = os.environ.get("DATABASE_URL") or "postgresql:///hamm"
    if not address.startswith(("postgresql://", "postgres://", "postgis://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    try:
        return dj_database_url.parse(address, engine="gis_app.postgis", conn_max_age=0)
    except ValueError:  # its text may repeat the password
        raise ImproperlyConfigured(
            "DATABASE_URL is no valid address; special characters stand in it as %40 and so on."
        ) from None


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


DEBUG = os.environ.get("DEBUG", "0") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("CSRF_TRUSTED_ORIGINS")
HTTPS = os.environ.get("HTTPS", "0") == "1"  # behind a proxy that speaks TLS

INSTALLED_APPS = [
    "accounts",
    "layers",  # before the apps above it: history finds its event models in layers.models
    "routing",
    "heatmodel",
    "gis_app",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rest_framework",
    "rest_framework_gis",
    "django_vite",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gis_app.middleware.access_log",
    "gis_app.middleware.security_headers",
    "gis_app.middleware.open_data",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds random bytes against BREACH
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gis_app.middleware.language_from_query",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.CredentialsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "gis_app.urls"
WSGI_APPLICATION = "gis_app.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.ThrottledBackend"]
TRUSTED_PROXY_HOPS = int(os.environ.get("TRUSTED_PROXY_HOPS", "0"))  # proxies of our own
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "map"
CSRF_FAILURE_VIEW = "gis_app.views.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "gis_app" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gis_app.context.site",
            ]
        },
    }
]

# Pages take a connection for as long as they need one; tiles have a pool of their own.
DATABASES = {"default": _database()}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": int(os.environ.get("DB_POOL_SIZE", "8")),
    "timeout": 10,
    "reconnect_timeout": 5,
}
# Of each address of a server; longer, and everyone who asks meanwhile waits for nothing.
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 3)
TILE_POOL_SIZE = int(os.environ.get("TILE_POOL_SIZE", "4"))  # connections of each web process
TILE_CACHE_MB = int(os.environ.get("TILE_CACHE_MB", "64"))  # tiles in memory, likewise
LONG_ANSWERS = int(os.environ.get("LONG_ANSWERS", "8"))  # downloads at a time, likewise
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", "Deutsch"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("uk", "Українська"),
    ("pl", "Polski"),
    ("fr", "Français"),
    ("ro", "Română"),
]
LOCALE_PATHS = [BASE_DIR / "gis_app" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
SITE_NAME = _("Stadtkarte")

FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
DJANGO_VITE = {"default": {"dev_mode": False, "manifest_path": FRONTEND_DIST / "manifest.json"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"  # Vite's names carry a hash
WHITENOISE_MIMETYPES = {".mjs": "text/javascript", ".pbf": "application/x-protobuf"}

# The public address, for links in e-mails: no request may say where they lead.
SITE_URL = os.environ.get("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
# E-mails wait in the database; a job sends them. Without a mail server they become files, so that
# no log holds an address.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "stadtkarte@localhost")

FIXTURES_DIR = BASE_DIR / "fixtures"
# Photographs of places; served by a view that knows which of them are public.
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
FILE_UPLOAD_HANDLERS = [
    "layers.media.uploads.BoundedUploadHandler",  # first: the others hold what it lets pass
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 4
# Rasters of the heat model, a folder for each run; pictures and downloads are read from there.
HEAT_DIR = Path(os.environ.get("HEAT_DIR", VAR_DIR / "heat"))
# Arrays of the network of paths, made from the database; every process maps them into memory.
ROUTING_DIR = Path(os.environ.get("ROUTING_DIR", VAR_DIR / "routing"))

# The weather service: read only where an address is set. `{date}` becomes the day as YYYYMMDD.
DWD_WARNINGS_URL = os.environ.get("DWD_WARNINGS_URL", "")
DWD_WARNING_CELLS = _list("DWD_WARNING_CELLS")  # empty: the city's own
DWD_TREND_URL = os.environ.get("DWD_TREND_URL", "")
DWD_TREND_AREA = os.environ.get("DWD_TREND_AREA", "")  # empty: the district of the city's name
DWD_WEATHER_URL = os.environ.get("DWD_WEATHER_URL", "")
DWD_WEATHER_STATION = os.environ.get("DWD_WEATHER_STATION", "")  # empty: the file's first

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.drf.CredentialAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "gis_app.errors.rest_exception_handler",
}

# Debian 12's GDAL 3.6.2 is read correctly; the warning is about 3.6's last security fix level.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}
    },
    "filters": {"database_away": {"()": "gis_app.logs.DatabaseAwayInOneLine"}},
    "loggers": {
        "django.request": {"filters": ["database_away"]},
        # Each command would list the periodic jobs.
        "procrastinate.periodic": {"level": "WARNING"},
        "procrastinate.blueprints": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},  # a line for each step of each page
        "fontTools": {"level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
