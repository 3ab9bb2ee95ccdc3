import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("draws", "0001_initial"),
        ("registry", "0002_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkDating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_user", models.BigIntegerField()),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("lines", models.JSONField(default=list)),
                ("refused", models.JSONField(default=list)),
                ("undone_at", models.DateTimeField(null=True)),
                ("kept", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "批量定日期",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["made_user"], name="dating_by_user")],
            },
        ),
        migrations.CreateModel(
            name="InspectionTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("strata", models.JSONField(default=list)),
                ("place", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drawn", "已抽取"),
                            ("accepted", "已接受"),
                            ("replaced", "已递补"),
                            ("merged", "已合并"),
                        ],
                        default="drawn",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("is_out", models.BooleanField(default=False)),
                ("out_why", models.CharField(blank=True, max_length=60)),
                ("came_for", models.CharField(blank=True, max_length=64)),
                ("accepted_by", models.CharField(blank=True, max_length=40)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("planned_on", models.DateField(null=True, verbose_name="检查日期")),
                ("done_on", models.DateField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="draws.draw",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="inspections.inspectiontask",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn",
                        to="registry.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查任务",
                "ordering": ["place", "pk"],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pool", models.CharField(max_length=64)),
                ("order", models.PositiveIntegerField(default=0)),
                ("is_leader", models.BooleanField(default=False)),
                (
                    "inspector",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="registry.inspector",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "派员",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReplacementRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("is_recusal", models.BooleanField(default=False)),
                ("by_enterprise", models.BooleanField(default=False)),
                ("why", models.CharField(max_length=40, verbose_name="原因代码")),
                ("note", models.CharField(max_length=300, verbose_name="情况说明")),
                ("evidence_name", models.CharField(blank=True, max_length=200)),
                ("evidence_digest", models.CharField(blank=True, max_length=64)),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_user", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待决定"),
                            ("granted", "同意"),
                            ("refused", "不同意"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("came_in", models.CharField(blank=True, max_length=64)),
                ("went_out", models.CharField(blank=True, max_length=64)),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="inspections.inspectiontask",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="inspections.teammember",
                    ),
                ),
            ],
            options={
                "verbose_name": "递补申请",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="inspectiontask",
            index=models.Index(fields=["subject", "draw"], name="visit_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="inspectiontask",
            constraint=models.UniqueConstraint(
                fields=("draw", "code"), name="one_visit_for_each_subject"
            ),
        ),
    ]
