"""Everything that holds everywhere: complete and safe as it stands."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from oversight.settings import environment

SOURCES = Path(__file__).resolve().parent.parent
# One folder holds the database, the log, the uploads and the keys.
HOME = environment.folder("MINGQIAN_HOME", SOURCES.parent.parent / "site")
LOG_FOLDER = HOME / "log"
UPLOADS = HOME / "uploads"
DRAWS = HOME / "draws"
# The certificate that the program itself shows ("" behind a proxy), and the office's own root.
CERTIFICATE = os.environ.get("MINGQIAN_CERTIFICATE", "")
OWN_ROOT = HOME / "tls" / "root.crt"
# Where devices that do not trust it yet find the root, over plain http; 0 where nowhere.
PLAIN_PORT = int(os.environ.get("MINGQIAN_PLAIN_PORT", "0"))
# What people hand in, under digests; a bucket instead of the folder where one is set (S3).
FILES = HOME / "files"
FILES_BUCKET = os.environ.get("MINGQIAN_FILES_BUCKET", "")
FILE_LIMITS = {
    "picture": environment.mebibytes("MINGQIAN_PICTURE_LIMIT", 20),
    "document": environment.mebibytes("MINGQIAN_DOCUMENT_LIMIT", 50),
    "recording": environment.mebibytes("MINGQIAN_RECORDING_LIMIT", 100),
}
# The virus scanner clamd, as host:port or the path of its socket; whether a file that it did not
# look at stays shut.
CLAMD = os.environ.get("MINGQIAN_CLAMD", "")
CLAMD_SECONDS = 60
FILES_NEED_SCAN = environment.switch("MINGQIAN_FILES_NEED_SCAN", usual=False)
# Fonts that the office has licensed itself; documents are set in them first.
FONTS = HOME / "fonts"
SECRET_KEY_FILE = HOME / "keys" / "secret-key"
# Under these the personal data in the database is encrypted; whoever has only one of both reads
# nothing.
PERSONAL_KEYS_FILE = HOME / "keys" / "personal-data"
# The code system of the city or province (扫码入企): none, manual, or its address; and the key
# that it gave.
CODE_SYSTEM = os.environ.get("MINGQIAN_CODE_SYSTEM", "none")
CODE_SYSTEM_KEY = os.environ.get("MINGQIAN_CODE_SYSTEM_KEY", "")
# A file on another disc or machine that remembers the last signed head of the log.
HEAD_COPY = os.environ.get("MINGQIAN_HEAD_COPY", "")
# Where a second copy of every backup goes: a folder on another disc, or a bucket (s3://…).
BACKUP_SECOND = os.environ.get("MINGQIAN_BACKUP_SECOND", "")
# Who outside is asked to see the log: a C2SP policy file with witnesses and their addresses, and
# a time-stamping authority (RFC 3161) with its roots. Nothing is asked where nothing is set.
OWN_POLICY = str(HOME / "witnesses.policy")
WITNESS_POLICY = os.environ.get("MINGQIAN_WITNESSES", "") or OWN_POLICY
# Seconds between two requests to a witness while the log grows, and before one that failed is
# tried again (then twice as long each time, up to an hour).
WITNESS_INTERVAL = environment.seconds("MINGQIAN_WITNESS_INTERVAL", 300)
WITNESS_RETRY = environment.seconds("MINGQIAN_WITNESS_RETRY", 60)
TSA_URL = os.environ.get("MINGQIAN_TSA", "")
TSA_ROOTS = os.environ.get("MINGQIAN_TSA_ROOTS", "")

DEBUG = False
# Only these may say in X-Forwarded-For and X-Forwarded-Proto whom they speak for: none by default.
TRUSTED_PROXIES = environment.networks("MINGQIAN_TRUSTED_PROXIES")
IS_DEMO = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "oversight.urls"
WSGI_APPLICATION = "oversight.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "csp",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "oversight.audit",
    "oversight.jobs",
    "oversight.accounts",
    "oversight.witnessing",
    "oversight.files",
    "oversight.documents",
    "oversight.backups",
    "oversight.reminders",
    "oversight.regulations",
    "oversight.registry",
    "oversight.plans",
    "oversight.draws",
    "oversight.inspections",
    "oversight.results",
    "oversight.rectifications",
    "oversight.cases",
    "oversight.disclosures",
    "oversight.web",
]

MIDDLEWARE = [
    # Before everything that asks whence a request comes or whether it is encrypted.
    "oversight.web.proxies.behind_proxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "oversight.web.middleware.acting",
    "oversight.web.middleware.denied_by_default",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "oversight.web.context.frame",
            ],
            "builtins": [
                "oversight.web.templatetags.mq",
                "oversight.web.templatetags.charts",
                "oversight.web.templatetags.lists",
                "oversight.web.templatetags.contributions",
            ],
        },
    }
]

FORM_RENDERER = "oversight.web.forms.Renderer"

DATABASES = {
    "default": environment.database(
        os.environ.get("MINGQIAN_DATABASE", ""), HOME / "mingqian.sqlite3"
    )
}

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "oversight.accounts.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
OTP_TOTP_THROTTLE_FACTOR = 1

LOGIN_URL = "office:sign-in"
SESSION_COOKIE_AGE = 2 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "mingqian_session"
CSRF_COOKIE_NAME = "mingqian_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "oversight.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
UPLOAD_LIMIT = 100 * 2**20

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]

STATIC_URL = "/static/"
# Served as they lie in the tree: nothing is collected, nothing is built.
# The verifier stands beside the sources; its modules run in everybody's browser as they are.
STATICFILES_DIRS = [("verifier", SOURCES.parent.parent / "verifier")]
STATIC_ROOT = SOURCES / "web" / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
