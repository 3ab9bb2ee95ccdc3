"""Fields of forms for several files at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from oversight.files.rules import Kind


class FilesInput(forms.FileInput):
    """A control in which several files can be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; gives the list of what was chosen, empty for none."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 - Django's own
        """Check every file by itself."""
        chosen = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(file, initial) for file in chosen]
        return [file for file in cleaned if file]


def accepted(kinds: Iterable[Kind]) -> str:
    """Write the kinds for the control, so that a telephone offers its camera for pictures."""
    return ",".join(sorted({kind.content_type for kind in kinds}))
