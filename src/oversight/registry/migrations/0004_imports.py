"""What an import asks and keeps; names as a search compares them."""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from oversight.registry.rules.subjects import plain_words

search = import_module("oversight.registry.migrations.0002_search")


def stop_search(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away: SQLite makes the table anew for a further column."""
    search.backwards(apps, editor)


def begin_search(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Bring the triggers back over the rows that are there."""
    search.forwards(apps, editor)
    if editor.connection.vendor == "sqlite":
        editor.execute(
            "INSERT INTO registry_subject_search(registry_subject_search) VALUES ('rebuild')"
        )


def fill(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """Write the plain words of the subjects there are."""
    subjects = apps.get_model("registry", "Subject").objects
    rows = subjects.only("pk", "name", "address", "plain")
    batch = []
    for subject in rows.iterator(chunk_size=2000):
        subject.plain = plain_words(subject.name, subject.address)
        batch.append(subject)
    subjects.bulk_update(batch, ["plain"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_cap_counts"),
    ]

    operations = [
        migrations.RunPython(stop_search, begin_search),
        migrations.AddField(
            model_name="importrun",
            name="heading_row",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="hints",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="importrun",
            name="meanings",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importrun",
            name="sheets",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="importrun",
            name="unknown",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="stagedrow",
            name="corrected",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="stagedsubject",
            name="corrected",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="stagedsubject",
            name="plain",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="subject",
            name="plain",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="stagedrow",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("new", "新增"),
                    ("changed", "更新"),
                    ("same", "不变"),
                    ("refused", "要改"),
                    ("aside", "不是数据"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="stagedsubject",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("new", "新增"),
                    ("changed", "更新"),
                    ("same", "不变"),
                    ("refused", "要改"),
                    ("aside", "不是数据"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.IntegerField()),
                ("column", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, max_length=300)),
                ("value", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("by", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="registry.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "line", "column"), name="a_cell_is_corrected_once"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(begin_search, stop_search),
    ]
