"""The keys under which personal data is encrypted: made, written and read.

A key file has one line ``mark`` and one or more lines ``key``: the first key encrypts, all of them
decrypt, so that a new one can be put in front while rows are still written with the old.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.fernet import Fernet

_MARK, _KEY = "mark", "key"


@dataclass(frozen=True, slots=True)
class PersonalKeys:
    """The keys of a site: the secret of its marks, and its keys, the current one first."""

    mark: str
    keys: tuple[str, ...]

    def written(self) -> str:
        """Give the text of the key file."""
        return "".join([f"{_MARK} {self.mark}\n", *(f"{_KEY} {key}\n" for key in self.keys)])


def new_keys(mark: str) -> PersonalKeys:
    """Make the keys of a new site."""
    return PersonalKeys(mark, (new_key(),))


def new_key() -> str:
    """Make one more key."""
    return Fernet.generate_key().decode()


def read_keys(text: str) -> PersonalKeys:
    """Read a key file.

    Raises:
        ValueError: it has no mark or no key, or one of them is damaged.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if any(len(words) != 2 for words in lines):  # noqa: PLR2004 - a name and a value
        raise ValueError(text)
    marks = [value for name, value in lines if name == _MARK]
    keys = tuple(value for name, value in lines if name == _KEY)
    if len(marks) != 1 or not keys or len(marks) + len(keys) != len(lines):
        raise ValueError(text)
    for key in keys:
        Fernet(key)
    return PersonalKeys(marks[0], keys)
