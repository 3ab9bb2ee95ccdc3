import django.db.models.deletion
from django.db import migrations, models

import oversight.common.personal_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("inspections", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="InspectionResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="结果编号")),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("item", models.CharField(max_length=200, verbose_name="检查事项")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待审核"),
                            ("returned", "已退回"),
                            ("approved", "审核通过"),
                            ("published", "已公示"),
                            ("correcting", "更正待审核"),
                            ("correcting_published", "已公示、更正待审核"),
                            ("withdrawn", "已撤下"),
                        ],
                        default="waiting",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                (
                    "follow_up",
                    models.CharField(
                        choices=[
                            ("none", "无需后续处置"),
                            ("open", "后续处置未完结"),
                            ("done", "后续处置已完结"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="后续处置",
                    ),
                ),
                (
                    "follow_up_note",
                    models.CharField(blank=True, max_length=300, verbose_name="后续处置的结果"),
                ),
                ("ended_on", models.DateField(verbose_name="检查结束日期")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                ("formed_on", models.DateField(null=True, verbose_name="结果形成日期")),
                ("published_at", models.DateTimeField(null=True, verbose_name="首次公示时间")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="承办科室",
                    ),
                ),
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed",
                        to="inspections.itemresult",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="registry.subject",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed_results",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查结果",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ResultVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几稿")),
                ("content", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("codes", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="修改的理由")),
                ("made_by", models.CharField(max_length=40, verbose_name="录入人")),
                ("made_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(verbose_name="录入时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待审核"), ("accepted", "通过"), ("returned", "退回")],
                        default="waiting",
                        max_length=10,
                        verbose_name="审核",
                    ),
                ),
                ("reviewed_by", models.CharField(blank=True, max_length=40, verbose_name="审核人")),
                ("reviewed_user", models.BigIntegerField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="审核时间")),
                ("remarks", models.CharField(blank=True, max_length=300, verbose_name="审核意见")),
                ("edition", models.PositiveSmallIntegerField(null=True, verbose_name="第几版")),
                ("fields", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("salts", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="results.inspectionresult",
                    ),
                ),
            ],
            options={
                "verbose_name": "结果版本",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_withdrawal", models.BooleanField(default=False, verbose_name="撤下")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("made_by", models.CharField(max_length=40)),
                ("made_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="results.inspectionresult",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="results.resultversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示记录",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="inspectionresult",
            name="in_force",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="results.resultversion",
            ),
        ),
        migrations.AddField(
            model_name="inspectionresult",
            name="newest",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="results.resultversion",
            ),
        ),
        migrations.AddField(
            model_name="inspectionresult",
            name="published",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="results.resultversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultversion",
            constraint=models.UniqueConstraint(
                fields=("result", "number"), name="result_versions_are_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultversion",
            constraint=models.UniqueConstraint(
                fields=("result", "edition"), name="editions_are_counted"
            ),
        ),
        migrations.AddIndex(
            model_name="inspectionresult",
            index=models.Index(fields=["bureau", "state"], name="result_by_state"),
        ),
        migrations.AddIndex(
            model_name="inspectionresult",
            index=models.Index(fields=["bureau", "ended_on"], name="result_by_day"),
        ),
    ]
