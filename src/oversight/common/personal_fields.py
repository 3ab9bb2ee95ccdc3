"""Model fields for personal data: plain in the program, encrypted in the database."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.models.lookups import Lookup

from oversight.common import encryption


class PersonalField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted at rest; it cannot be looked for, a column of marks can."""

    def from_db_value(self, value: str | None, *_: object) -> Any:  # noqa: ANN401 - Django's own
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


class PersonalJSONField(PersonalField):
    """Plain JSON that is encrypted at rest as a whole; what is as by default is stored as nothing.

    What a form typed in may be a telephone or an identity number wherever it stands in it.
    """

    _pyi_private_set_type: Any  # what may be assigned and what is given back, for the type checker
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Any:  # noqa: ANN401 - any JSON
        """Decrypt what is stored."""
        if value is None:
            return None
        return json.loads(encryption.decrypt(value)) if value else self.get_default()

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """Encrypt what is to be stored."""
        if value is None:
            return None
        if self.has_default() and value == self.get_default():
            return ""
        return encryption.encrypt(json.dumps(value, ensure_ascii=False))

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - any JSON
        """Give a value as it is: JSON in the program is no text."""
        return value


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
