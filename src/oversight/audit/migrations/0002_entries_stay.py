"""The head row, and triggers: entries are never changed or deleted (log-v1 7).

Only ``private`` and ``salt`` may be emptied, when the law asks for it.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT = (
    *("index", "leaf", "type", "at", "about_kind", "about_number", "organisation", "role"),
    *("scope", "public"),
)
SQLITE = (
    """CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'an entry of the log is never deleted'); END""",
    """CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON audit_entry
    WHEN {changed} BEGIN SELECT RAISE(ABORT, 'an entry of the log is never changed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'an entry of the log is never changed or deleted'; END $$""",
    """CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()""",
    """CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON audit_entry
    FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION audit_entry_stays()""",
)


def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the head and the triggers."""
    apps.get_model("audit", "Head").objects.get_or_create(pk=1)
    is_sqlite = editor.connection.vendor == "sqlite"
    differs = "IS NOT" if is_sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f'OLD."{name}" {differs} NEW."{name}"' for name in KEPT)
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        editor.execute(statement.replace("{changed}", changed))


def backwards(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    on = "" if editor.connection.vendor == "sqlite" else " ON audit_entry"
    editor.execute(f"DROP TRIGGER entry_is_never_deleted{on}")
    editor.execute(f"DROP TRIGGER entry_is_never_changed{on}")


class Migration(migrations.Migration):
    """The head row and the triggers."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
