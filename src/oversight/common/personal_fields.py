"""A model's field for personal data: plain in the program, encrypted in the database."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.models.lookups import Lookup

from oversight.common import encryption


class PersonalField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted at rest; it cannot be looked for, a column of marks can."""

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """Decrypt what is stored."""
        return None if value is None else encryption.decrypt(value)

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """Encrypt what is to be stored."""
        return None if value is None else encryption.encrypt(str(value))

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        """Refuse to be looked for: the same value is never stored the same way twice.

        Raises:
            FieldError: any lookup but the one for nothing at all.
        """
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted; look for its mark")
        return super().get_lookup(lookup_name)


@transaction.atomic
def rewrite() -> int:
    """Encrypt every personal value of the site under the current key; gives how many rows."""
    count = 0
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, PersonalField)]  # noqa: SLF001
        if not names:
            continue
        for row in model._default_manager.only("pk", *names).iterator():  # noqa: SLF001
            values = {name: getattr(row, name) for name in names}
            model._default_manager.filter(pk=row.pk).update(**values)  # noqa: SLF001
            count += 1
    return count
