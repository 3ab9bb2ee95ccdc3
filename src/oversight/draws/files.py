"""Where a draw's files lie: one folder for each draw, as the command line has it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from mingqian_ceremony.draw_folder import Folder


def folder(number: str) -> Folder:
    """Give the folder of a draw by its number; another draw's files in it are refused."""
    return Folder(path=Path(settings.DRAWS) / number, number=number)
