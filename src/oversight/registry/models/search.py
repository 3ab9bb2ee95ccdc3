"""Finding any part of a name: pairs of characters, in FTS5 or behind a GIN index.

SQLite's trigram index finds nothing for words of two characters, which are most of Chinese; so
the pairs are made in Python and both databases look for whole tokens only.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

MOST_MATCHES = 5_000


class TokensField(models.TextField[str, str]):
    """Tokens separated by blanks; ``tokens__match`` finds the rows that have all those asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


@TokensField.register_lookup
class Match(models.Lookup[Any]):
    """Rows that have all tokens; one that ends with ``*`` is only the beginning of a token.

    At most `MOST_MATCHES` rows come back, the first by key: a word that half of the directory
    has must not make anybody wait. The list says so where it happens.
    """

    lookup_name = "match"

    def as_sqlite(self, compiler: SQLCompiler, _: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Ask the FTS5 table that stands beside the directory."""
        expression = " AND ".join(_quoted_fts(token) for token in self.rhs.split())
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        rows = (
            "SELECT rowid FROM registry_subject_search"
            f" WHERE registry_subject_search MATCH %s LIMIT {MOST_MATCHES}"
        )
        return f"{table}.id IN ({rows})", [expression]

    def as_postgresql(self, compiler: SQLCompiler, _: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Ask the GIN index on the tokens."""
        expression = " & ".join(_quoted_tsquery(token) for token in self.rhs.split())
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        rows = (
            "SELECT id FROM registry_subject"
            " WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery"
            f" LIMIT {MOST_MATCHES}"
        )
        # As an array the matches are found once and looked up; joined, they were searched anew.
        return f"{table}.id = ANY(ARRAY({rows}))", [expression]


def _quoted_fts(token: str) -> str:
    word = token.removesuffix("*").replace('"', '""')
    return f'"{word}"' + ("*" if token.endswith("*") else "")


def _quoted_tsquery(token: str) -> str:
    word = token.removesuffix("*").replace("'", "''").replace("\\", "\\\\")
    return f"'{word}'" + (":*" if token.endswith("*") else "")
