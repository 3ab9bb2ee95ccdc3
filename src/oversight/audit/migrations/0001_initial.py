from django.db import migrations, models

import oversight.common.personal_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("number", models.CharField(max_length=120)),
                ("field", models.CharField(max_length=200)),
                ("logged", oversight.common.personal_fields.PersonalField(blank=True)),
                ("stored", oversight.common.personal_fields.PersonalField(blank=True)),
                ("scope", models.CharField(default="/", max_length=200)),
                ("is_secret", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("standing", "不一样"), ("gone", "已恢复")],
                        default="standing",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["-state", "-seen_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutsideWitness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                ("size", models.BigIntegerField(default=0)),
                ("asked_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("is_fork", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("is_whole", models.BooleanField()),
                ("first", models.BigIntegerField(default=0, verbose_name="从第几条")),
                ("size", models.BigIntegerField(default=0, verbose_name="日志条数")),
                ("root", models.CharField(blank=True, max_length=64)),
                ("step", models.CharField(blank=True, max_length=40)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "正在校验"),
                            ("same", "一样"),
                            ("different", "不一样"),
                            ("stopped", "中途停下"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("count", models.IntegerField(default=0, verbose_name="不一样几处")),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("leaf", models.BinaryField()),
                ("type", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("about_kind", models.CharField(max_length=40)),
                ("about_number", models.CharField(max_length=120)),
                ("organisation", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=40)),
                ("scope", models.CharField(max_length=200)),
                ("person", models.CharField(blank=True, max_length=120)),
                ("address", models.CharField(blank=True, max_length=64)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("public", models.JSONField(default=dict)),
                ("private", oversight.common.personal_fields.PersonalJSONField(null=True)),
                ("salt", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "ordering": ["-index"],
                "indexes": [
                    models.Index(
                        fields=["about_kind", "about_number", "index"], name="entry_by_subject"
                    ),
                    models.Index(fields=["type", "index"], name="entry_by_type"),
                    models.Index(fields=["at"], name="entry_by_time"),
                    models.Index(fields=["person", "index"], name="entry_by_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="the_log_has_one_head"
                    )
                ],
            },
        ),
    ]
