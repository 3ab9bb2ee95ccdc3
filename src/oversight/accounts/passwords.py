"""Rules of passwords whose text Django has in English only."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

LEAST = 10


class LongEnough:
    """Refuses passwords that are too short; no other rule on their characters."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002
        """Refuse a password that is too short.

        Raises:
            ValidationError: it has fewer characters.
        """
        if len(password) < LEAST:
            raise ValidationError(f"口令太短：至少 {LEAST} 个字符", code="password_too_short")

    def get_help_text(self) -> str:
        """Give the rule in Chinese."""
        return f"至少 {LEAST} 个字符"
