import django.db.models.deletion
from django.db import migrations, models

import oversight.common.personal_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0001_initial"),
        ("inspections", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnterpriseReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("text", oversight.common.personal_fields.PersonalField(verbose_name="改正情况")),
                ("reporter", oversight.common.personal_fields.PersonalField(verbose_name="报告人")),
                (
                    "phone",
                    oversight.common.personal_fields.PersonalField(blank=True, verbose_name="电话"),
                ),
                ("reported_at", models.DateTimeField(verbose_name="报告时间")),
            ],
            options={
                "verbose_name": "企业报告",
                "ordering": ["place"],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(max_length=60, unique=True, verbose_name="责令改正编号"),
                ),
                ("code", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                (
                    "finding_code",
                    models.CharField(
                        choices=[
                            ("ZLGZ", "发现问题已责令改正"),
                            ("YGZ", "发现问题经责令已改正"),
                            ("WGS", "未按规定公示应当公示的信息"),
                            ("DHC", "发现问题待后续处理"),
                        ],
                        max_length=10,
                        verbose_name="检查结果",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("opened", "已开立"),
                            ("served", "已送达"),
                            ("correcting", "改正期内"),
                            ("reported", "企业已报告"),
                            ("rechecking", "待复查"),
                            ("corrected", "复查合格"),
                            ("not_corrected", "复查不合格"),
                            ("escalated", "转立案"),
                            ("cancelled", "已撤销"),
                        ],
                        default="opened",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("is_on_the_spot", models.BooleanField(default=False, verbose_name="当场改正")),
                ("proved_user", models.BigIntegerField(null=True)),
                ("opened_by", models.CharField(max_length=40)),
                ("opened_user", models.BigIntegerField(null=True)),
                ("opened_at", models.DateTimeField(verbose_name="开立时间")),
                (
                    "term_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="改正期限（日）"),
                ),
                ("due_on", models.DateField(null=True, verbose_name="改正期满日")),
                ("link", models.CharField(blank=True, max_length=64)),
                ("closed_on", models.DateField(null=True, verbose_name="完结日期")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="完结的说明"),
                ),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
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
                    "recheck",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecked",
                        to="inspections.inspectiontask",
                    ),
                ),
                (
                    "recheck_record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectifications",
                        to="inspections.itemresult",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.service",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectifications",
                        to="registry.subject",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectifications",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "责令改正",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("report", "企业报告"), ("spot", "当场改正"), ("recheck", "复查")],
                        max_length=10,
                        verbose_name="环节",
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="名称")),
                ("added_by", models.CharField(max_length=40)),
                ("added_at", models.DateTimeField()),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="rectifications.enterprisereport",
                    ),
                ),
                (
                    "rectification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="rectifications.rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "证明材料",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(verbose_name="延长（日）")),
                ("reason", models.CharField(max_length=300, verbose_name="延期的理由")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待决定"), ("granted", "同意"), ("refused", "不同意")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_user", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="决定的理由")),
                (
                    "rectification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="rectifications.rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "改正延期",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="enterprisereport",
            name="rectification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="rectifications.rectification",
            ),
        ),
        migrations.CreateModel(
            name="CaseClue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, unique=True, verbose_name="线索编号")),
                ("reason", models.CharField(max_length=300, verbose_name="移交的理由")),
                ("made_by", models.CharField(max_length=40)),
                ("made_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(verbose_name="移交时间")),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "rectification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clue",
                        to="rectifications.rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "案件线索",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RectificationPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="序号")),
                (
                    "what",
                    oversight.common.personal_fields.PersonalField(
                        max_length=500, verbose_name="存在的问题"
                    ),
                ),
                ("provision", models.CharField(max_length=300, verbose_name="违反的规定")),
                ("demand", models.CharField(blank=True, max_length=500, verbose_name="改正要求")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "待改正"),
                            ("corrected", "已改正"),
                            ("partly", "部分改正"),
                            ("not_corrected", "未改正"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="复查情况")),
                (
                    "rectification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="rectifications.rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "改正事项",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="rectification",
            index=models.Index(fields=["bureau", "state"], name="rectification_by_state"),
        ),
        migrations.AddIndex(
            model_name="rectification",
            index=models.Index(fields=["bureau", "due_on"], name="rectification_by_day"),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("result",),
                name="a_result_opens_one_rectification",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("link", ""), _negated=True),
                fields=("link",),
                name="a_report_link_is_one",
            ),
        ),
        migrations.AddIndex(
            model_name="proof",
            index=models.Index(fields=["digest"], name="proof_by_digest"),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("rectification",),
                name="an_extension_is_asked_for_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="enterprisereport",
            constraint=models.UniqueConstraint(
                fields=("rectification", "place"), name="reports_are_counted_once"
            ),
        ),
    ]
