"""What a search asks: an FTS5 table kept by triggers, or a GIN index on the tokens."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# The ascii tokenizer parts at blanks only within ASCII: every Chinese character is a letter to it,
# also those that are younger than this SQLite.
SQLITE = (
    """CREATE VIRTUAL TABLE registry_subject_search USING fts5(
    tokens, content='registry_subject', content_rowid='id', detail='none',
    tokenize="ascii tokenchars ':'")""",
    """CREATE TRIGGER subject_search_insert AFTER INSERT ON registry_subject BEGIN
    INSERT INTO registry_subject_search(rowid, tokens) VALUES (new.id, new.tokens); END""",
    """CREATE TRIGGER subject_search_delete AFTER DELETE ON registry_subject BEGIN
    INSERT INTO registry_subject_search(registry_subject_search, rowid, tokens)
    VALUES ('delete', old.id, old.tokens); END""",
    """CREATE TRIGGER subject_search_update AFTER UPDATE OF tokens ON registry_subject
    WHEN old.tokens IS NOT new.tokens BEGIN
    INSERT INTO registry_subject_search(registry_subject_search, rowid, tokens)
    VALUES ('delete', old.id, old.tokens);
    INSERT INTO registry_subject_search(rowid, tokens) VALUES (new.id, new.tokens); END""",
)
SQLITE_BACK = (
    "DROP TRIGGER subject_search_insert",
    "DROP TRIGGER subject_search_delete",
    "DROP TRIGGER subject_search_update",
    "DROP TABLE registry_subject_search",
)
POSTGRESQL = (
    """CREATE INDEX subject_search ON registry_subject
    USING gin (array_to_tsvector(string_to_array(tokens, ' ')))""",
)
POSTGRESQL_BACK = ("DROP INDEX subject_search",)


def forwards(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make it."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        editor.execute(statement)


def backwards(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    is_sqlite = editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if is_sqlite else POSTGRESQL_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    """The search."""

    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
