"""A bureau's own site: refuses to start without its own secret."""

from __future__ import annotations

from oversight.settings import environment
from oversight.settings.base import *  # noqa: F403
from oversight.settings.base import PERSONAL_KEYS_FILE, SECRET_KEY_FILE

environment.keep_private()
SECRET_KEY = environment.secret(SECRET_KEY_FILE)
PERSONAL_KEYS = environment.personal_keys(PERSONAL_KEYS_FILE)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *environment.words("MINGQIAN_HOSTS")]
CSRF_TRUSTED_ORIGINS = environment.words("MINGQIAN_ORIGINS")
# An office network without certificates may say False; the manual names the price.
HAS_TLS = environment.switch("MINGQIAN_TLS", usual=True)
SESSION_COOKIE_SECURE = HAS_TLS
CSRF_COOKIE_SECURE = HAS_TLS
SECURE_SSL_REDIRECT = HAS_TLS
# A bureau's host must not commit its neighbours under the same domain to certificates.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# What a device needs to trust the office's own root must open before it trusts it.
SECURE_REDIRECT_EXEMPT = [r"^trust/", r"^static/"]
# With a root of the office's own, a promise of https for a year would lock devices out of the page
# that installs a new root; `serve` says so here.
HAS_HSTS = environment.switch("MINGQIAN_HSTS", usual=HAS_TLS)
SECURE_HSTS_SECONDS = 31_536_000 if HAS_TLS and HAS_HSTS else 0
# `web.proxies` takes the header away unless a trusted proxy sent it: whoever comes through none is
# judged by the connection itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
