"""Which files other apps use: they say it themselves, in their own ``file_uses``."""

from __future__ import annotations

from collections.abc import Iterator

from oversight.common.contributions import FileUse, contributions


def all_uses() -> Iterator[FileUse]:
    """Give every use of a file that an installed app names."""
    for contribution in contributions("file_uses"):
        yield from contribution.value()


def used_files() -> set[tuple[int, str]]:
    """Give bureau and digest of every file that is in use."""
    return {(use.bureau, use.digest) for use in all_uses()}
