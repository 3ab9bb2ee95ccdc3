"""Two bureaus hand in files; nothing else of them is needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from oversight.accounts.actors import Actor
from oversight.files.models import StoredFile
from oversight.files.services import storing
from tests.support.platform_factory import NOON, Bureau

Hand = Callable[..., StoredFile]


@pytest.fixture
def inspector(own: Bureau) -> Actor:
    """Give somebody who hands in files."""
    return own.actors["inspector"]


@pytest.fixture
def hand_in(inspector: Actor) -> Hand:
    """Give a function that hands in a whole file."""

    def hand(data: bytes, name: str = "照片.jpg", *, actor: Actor = inspector) -> StoredFile:
        return storing.store_file(chunks=[data], name=name, actor=actor, at=NOON)

    return hand
