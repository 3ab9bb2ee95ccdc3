"""Tests: a folder of their own, quick password hashes, jobs at once."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from oversight.common.personal_keys import PersonalKeys
from oversight.settings import environment
from oversight.settings.base import *  # noqa: F403
from oversight.settings.base import LOGGING

HOME = Path(os.environ.get("MINGQIAN_TEST_HOME", ""))
if not HOME.name:
    HOME = Path(tempfile.mkdtemp(prefix="mingqian-test-"))
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
LOG_FOLDER = HOME / "log"
UPLOADS = HOME / "uploads"
DRAWS = HOME / "draws"
CERTIFICATE, OWN_ROOT = "", HOME / "tls" / "root.crt"
FILES = HOME / "files"
BACKUP_SECOND = HEAD_COPY = WITNESS_POLICY = OWN_POLICY = ""
TSA_URL = TSA_ROOTS = FILES_BUCKET = CLAMD = ""
CODE_SYSTEM = "none"
FONTS = HOME / "fonts"
SECRET_KEY = "tests only " * 6
PERSONAL_KEYS = PersonalKeys("tests-only", ("dGVzdHMgb25seSB0ZXN0cyBvbmx5IHRlc3RzIG9ubHk=",))
IS_DEMO = environment.switch("MINGQIAN_TEST_DEMO", usual=False)
DATABASES = {
    "default": environment.database(os.environ.get("TEST_DATABASE_URL", ""), HOME / "test.sqlite3")
}
# A file, not memory: threads of the live server and other processes read it too.
DATABASES["default"]["TEST"] = (
    {} if os.environ.get("TEST_DATABASE_URL") else {"NAME": HOME / "test-run.sqlite3"}
)
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # Programs that are killed have the usual settings; these tests need not wait for the disk.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "CRITICAL"}}
