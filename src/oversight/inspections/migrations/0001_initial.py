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
                ("number", models.CharField(max_length=60, unique=True, verbose_name="任务编号")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("random", "双随机抽查"),
                            ("complaint", "投诉举报"),
                            ("assigned", "上级交办"),
                            ("campaign", "专项部署"),
                            ("data", "数据监测"),
                            ("recheck", "整改回访"),
                            ("requested", "企业申请"),
                            ("referred", "部门转办"),
                            ("licensing", "许可核查"),
                            ("urgent", "其他紧急"),
                        ],
                        default="random",
                        max_length=12,
                        verbose_name="任务来源",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("routine", "日常检查"),
                            ("case", "个案检查"),
                            ("special", "专项检查"),
                        ],
                        default="routine",
                        max_length=10,
                        verbose_name="检查类型",
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
                            ("registered", "已立项"),
                            ("accepted", "已接受"),
                            ("awaiting", "待审批"),
                            ("approved", "已批准"),
                            ("notified", "已通知"),
                            ("papers_later", "补办中"),
                            ("arrived", "已到场"),
                            ("inspecting", "检查中"),
                            ("signing", "待签字"),
                            ("finished", "现场完结"),
                            ("told", "已告知结果"),
                            ("archived", "已归档"),
                            ("suspended", "中止"),
                            ("not_inspected", "未能检查"),
                            ("refused", "不予批准"),
                            ("withdrawn", "已撤回"),
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
                ("made_by", models.CharField(blank=True, max_length=40)),
                ("made_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="检查理由")),
                ("reference", models.CharField(blank=True, max_length=80, verbose_name="来源编号")),
                (
                    "exempt",
                    models.CharField(blank=True, max_length=60, verbose_name="不计次数的情形"),
                ),
                (
                    "exempt_note",
                    models.CharField(blank=True, max_length=300, verbose_name="不计次数的依据"),
                ),
                ("exempt_evidence_name", models.CharField(blank=True, max_length=200)),
                ("exempt_evidence_digest", models.CharField(blank=True, max_length=64)),
                ("is_announced", models.BooleanField(default=False, verbose_name="预先通知")),
                (
                    "why_on_site",
                    models.CharField(blank=True, max_length=300, verbose_name="为什么要到现场"),
                ),
                (
                    "visit_place",
                    models.CharField(blank=True, max_length=300, verbose_name="检查地点"),
                ),
                ("helpers", models.PositiveSmallIntegerField(default=0, verbose_name="协助人员数")),
                (
                    "helper_roles",
                    models.CharField(blank=True, max_length=200, verbose_name="协助人员身份"),
                ),
                ("notified_at", models.DateTimeField(null=True, verbose_name="通知时间")),
                ("notified_by", models.CharField(blank=True, max_length=40)),
                (
                    "notice_way",
                    models.CharField(blank=True, max_length=60, verbose_name="通知方式"),
                ),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="到场时间")),
                (
                    "urgent_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="紧急的理由"),
                ),
                (
                    "urgent_reported",
                    models.CharField(blank=True, max_length=60, verbose_name="口头报告对象"),
                ),
                ("papers_due_on", models.DateField(null=True, verbose_name="补办期限")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="终止的理由"),
                ),
                ("told_at", models.DateTimeField(null=True, verbose_name="告知结果时间")),
                ("told_by", models.CharField(blank=True, max_length=40)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="主办科室",
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
            name="FieldRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="最新版本")),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="field_record",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场记录",
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_afterwards", models.BooleanField(default=False, verbose_name="补办")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待审批"),
                            ("approved", "已批准"),
                            ("refused", "不予批准"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="科室意见")),
                ("caps", models.JSONField(default=list)),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_user", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_user", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="负责人意见")),
                ("entry", models.BigIntegerField(null=True)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政检查审批",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("not_entered", "未录入"), ("entering", "录入中")],
                        default="not_entered",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.item",
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.itemversion",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查结果",
                "ordering": ["order", "pk"],
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
        migrations.CreateModel(
            name="FieldPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("place", models.PositiveIntegerField(verbose_name="序号")),
                ("taken_at", models.DateTimeField(null=True, verbose_name="拍摄时间")),
                ("point", models.CharField(blank=True, max_length=80, verbose_name="所属检查事项")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="inspections.fieldrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场照片",
                "ordering": ["version", "place", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "digest"), name="a_record_names_a_file_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FieldVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("base", models.PositiveIntegerField()),
                ("change", models.CharField(max_length=36, unique=True)),
                ("content", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField()),
                ("author", models.CharField(max_length=40)),
                ("author_user", models.BigIntegerField()),
                ("entry", models.BigIntegerField()),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="inspections.fieldrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场记录版本",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "number"), name="one_field_version_for_each_number"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="inspectiontask",
            index=models.Index(fields=["subject", "draw"], name="visit_by_subject"),
        ),
        migrations.AddIndex(
            model_name="inspectiontask",
            index=models.Index(fields=["bureau", "state"], name="visit_by_state"),
        ),
        migrations.AddIndex(
            model_name="inspectiontask",
            index=models.Index(fields=["bureau", "planned_on"], name="visit_by_day"),
        ),
        migrations.AddConstraint(
            model_name="inspectiontask",
            constraint=models.UniqueConstraint(
                fields=("draw", "code"), name="one_visit_for_each_subject"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectiontask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("draw__isnull", True),
                        (
                            "source__in",
                            (
                                "complaint",
                                "assigned",
                                "campaign",
                                "data",
                                "recheck",
                                "requested",
                                "referred",
                                "licensing",
                                "urgent",
                            ),
                        ),
                    ),
                    models.Q(("draw__isnull", False), ("source", "random")),
                    _connector="OR",
                ),
                name="only_drawn_tasks_are_random",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("visit",),
                name="a_visit_is_asked_for_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemresult",
            constraint=models.UniqueConstraint(
                fields=("visit", "item"), name="one_result_for_each_item"
            ),
        ),
    ]
