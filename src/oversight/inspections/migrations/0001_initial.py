import django.db.models.deletion
from django.db import migrations, models

import oversight.common.personal_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("draws", "0001_initial"),
        ("registry", "0001_initial"),
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
                (
                    "reason",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, max_length=300, verbose_name="检查理由"
                    ),
                ),
                (
                    "reference",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, max_length=80, verbose_name="来源编号"
                    ),
                ),
                (
                    "exempt",
                    models.CharField(blank=True, max_length=60, verbose_name="不计次数的情形"),
                ),
                (
                    "exempt_note",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, max_length=300, verbose_name="不计次数的依据"
                    ),
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
                ("is_outside", models.BooleanField(default=False, verbose_name="辖区以外")),
                (
                    "assistance",
                    models.CharField(blank=True, max_length=200, verbose_name="异地协助的依据"),
                ),
                (
                    "campaign",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="专项方案的批准、备案和公布"
                    ),
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
            name="CodeSystemMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("register", "登记检查"),
                            ("arrived", "到场"),
                            ("left", "离开"),
                            ("result", "结果"),
                            ("lateEntry", "补录"),
                        ],
                        max_length=12,
                        verbose_name="报送事项",
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("content", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待报送"), ("sent", "已报送"), ("refused", "被退回")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                (
                    "problem",
                    models.CharField(blank=True, max_length=300, verbose_name="没有送到的原因"),
                ),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="code_messages",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查码系统报送",
                "ordering": ["pk"],
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
                        choices=[
                            ("not_entered", "未录入"),
                            ("entering", "录入中"),
                            ("entered", "已录入"),
                        ],
                        default="not_entered",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("codes", models.JSONField(default=list, verbose_name="检查结果")),
                (
                    "finding",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, verbose_name="发现的问题"
                    ),
                ),
                ("provision", models.TextField(blank=True, verbose_name="违反的规定")),
                ("kinds", models.JSONField(default=list, verbose_name="问题分类")),
                ("disposition", models.JSONField(default=list, verbose_name="后续处置")),
                ("methods", models.JSONField(default=list, verbose_name="核查方式")),
                ("entered_by", models.CharField(blank=True, max_length=40)),
                ("entered_at", models.DateTimeField(null=True)),
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
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次序")),
                ("version", models.PositiveIntegerField(verbose_name="记录版本")),
                ("text", oversight.common.personal_fields.PersonalField(verbose_name="笔录")),
                ("digest", models.CharField(max_length=64)),
                ("record_digest", models.CharField(max_length=64)),
                (
                    "path",
                    models.CharField(blank=True, max_length=20, verbose_name="未能检查的情形"),
                ),
                ("codes", models.JSONField(default=list, verbose_name="检查结果")),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="拒签理由"),
                ),
                (
                    "refusal_witness",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, verbose_name="见证人"
                    ),
                ),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "missing_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="没有传到的照片"),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场检查笔录",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="PhoneReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken", models.PositiveIntegerField(verbose_name="照片")),
                ("waiting", models.PositiveIntegerField(verbose_name="还没有传到")),
                ("at", models.DateTimeField()),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_reports",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "照片报数",
            },
        ),
        migrations.CreateModel(
            name="PointAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField(verbose_name="序号")),
                ("answer", models.CharField(max_length=10, verbose_name="答案")),
                (
                    "why",
                    oversight.common.personal_fields.PersonalField(blank=True, verbose_name="理由"),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="inspections.itemresult",
                    ),
                ),
            ],
            options={
                "verbose_name": "要点答案",
                "ordering": ["result", "n"],
            },
        ),
        migrations.CreateModel(
            name="ProcedureDefect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=300, verbose_name="瑕疵")),
                ("found_by", models.CharField(max_length=40)),
                ("found_user", models.BigIntegerField()),
                ("found_at", models.DateTimeField()),
                ("is_redo", models.BooleanField(default=False, verbose_name="重新检查")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="负责人意见")),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defects",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "程序瑕疵",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RecordCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", oversight.common.personal_fields.PersonalField(verbose_name="更正内容")),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "笔录更正",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("drawn", "屏幕手写"),
                            ("own_login", "本人账号确认"),
                            ("paper", "纸质签字照片"),
                        ],
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("who", models.CharField(max_length=10, verbose_name="身份")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="签名人")),
                ("user", models.BigIntegerField(null=True)),
                ("strokes", oversight.common.personal_fields.PersonalJSONField(default=list)),
                ("file", models.CharField(blank=True, max_length=64)),
                ("signed", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField()),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "签名",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SiteAct",
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
                        choices=[
                            ("arrive", "出示证件、确认到场"),
                            ("start", "开始检查"),
                            ("leave", "离开现场"),
                        ],
                        max_length=10,
                        verbose_name="动作",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("certificate", models.CharField(max_length=20, verbose_name="证号")),
                ("valid_until", models.DateField(null=True, verbose_name="证件有效期至")),
                ("attempt", models.PositiveIntegerField(default=1, verbose_name="第几次到场")),
                ("change", models.CharField(max_length=36, unique=True)),
                ("noted_at", models.DateTimeField(null=True, verbose_name="手机时间")),
                ("saved_at", models.DateTimeField(verbose_name="收到时间")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("is_late", models.BooleanField(default=False, verbose_name="补录")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="补录的理由")),
                ("entry", models.BigIntegerField()),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_acts",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场动作",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Suspension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.CharField(max_length=20)),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "中止",
                "ordering": ["-pk"],
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
                (
                    "note",
                    oversight.common.personal_fields.PersonalField(
                        max_length=300, verbose_name="情况说明"
                    ),
                ),
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
            name="VisitCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="检查码")),
                (
                    "foreign_code",
                    models.CharField(blank=True, max_length=80, verbose_name="外部检查码"),
                ),
                ("is_rated", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_code",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "入企检查码",
            },
        ),
        migrations.CreateModel(
            name="VisitObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=80, unique=True, verbose_name="回执号")),
                (
                    "claim",
                    oversight.common.personal_fields.PersonalField(verbose_name="异议的内容"),
                ),
                (
                    "contact",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, verbose_name="联系方式"
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("entry", models.BigIntegerField()),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="inspections.inspectiontask",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议申请",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="月份")),
                ("score", models.PositiveSmallIntegerField(verbose_name="评分")),
                ("answers", models.JSONField(default=dict, verbose_name="四问")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                ("salt", models.CharField(max_length=32)),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查评价",
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
                ("content", oversight.common.personal_fields.PersonalJSONField(default=dict)),
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
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.UniqueConstraint(
                fields=("visit", "number"), name="one_text_of_each_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="phonereport",
            constraint=models.UniqueConstraint(
                fields=("visit", "inspector"), name="one_report_of_a_phone"
            ),
        ),
        migrations.AddConstraint(
            model_name="pointanswer",
            constraint=models.UniqueConstraint(
                fields=("result", "n"), name="one_answer_for_each_point"
            ),
        ),
        migrations.AddConstraint(
            model_name="proceduredefect",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_at", None)),
                fields=("visit",),
                name="one_defect_of_a_visit_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="siteact",
            constraint=models.UniqueConstraint(
                fields=("visit", "inspector", "kind", "attempt"),
                name="an_officer_does_a_site_act_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrating",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__range", (1, 5))), name="a_rating_is_from_one_to_five"
            ),
        ),
    ]
