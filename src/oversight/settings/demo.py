"""The fictional bureau on this machine only: known passwords, codes shown on the sign-in page."""

from __future__ import annotations

from oversight.settings import environment
from oversight.settings.base import *  # noqa: F403
from oversight.settings.base import PERSONAL_KEYS_FILE, SECRET_KEY_FILE

environment.keep_private()
IS_DEMO = True
SECRET_KEY = environment.secret(SECRET_KEY_FILE)
PERSONAL_KEYS = environment.personal_keys(PERSONAL_KEYS_FILE)
