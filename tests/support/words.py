"""Errors as a user of the command line reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mingqian.errors import MingqianError
from mingqian_cli.error_words import sentence_of


@contextmanager
def refused(kind: type[MingqianError], match: str) -> Iterator[pytest.ExceptionInfo[MingqianError]]:
    """Expect an error of a kind, whose sentence on the command line matches."""
    with pytest.raises(kind) as caught:
        yield caught
    assert re.search(match, sentence_of(caught.value)), sentence_of(caught.value)
