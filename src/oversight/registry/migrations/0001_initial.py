import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import oversight.common.personal_fields
import oversight.registry.models.search


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
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
                            ("subjects", "检查对象"),
                            ("inspectors", "执法检查人员"),
                            ("items", "抽查事项"),
                        ],
                        max_length=20,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("path", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "待核对表头"),
                            ("reading", "正在核对"),
                            ("ready", "待写入"),
                            ("writing", "正在写入"),
                            ("written", "已写入"),
                            ("undone", "已撤销"),
                            ("stopped", "已放弃"),
                            ("failed", "读不了"),
                        ],
                        default="uploaded",
                        max_length=10,
                    ),
                ),
                ("sheets", oversight.common.personal_fields.PersonalJSONField(default=list)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("heading_row", models.IntegerField(null=True)),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("unknown", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("meanings", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("notes", models.JSONField(default=list)),
                ("hints", models.JSONField(default=list)),
                ("rows", models.IntegerField(default=0)),
                ("done", models.IntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, max_length=500)),
                ("is_stopping", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
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
                        verbose_name="归入科室",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="InspectionRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "待检查"),
                            ("done", "已检查"),
                            ("merged", "已并入另一次检查"),
                            ("cancelled", "已取消"),
                        ],
                        default="done",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("drawn_on", models.DateField(null=True, verbose_name="抽取日期")),
                ("planned_on", models.DateField(null=True, verbose_name="计划日期")),
                ("done_on", models.DateField(null=True, verbose_name="检查日期")),
                ("kind", models.CharField(max_length=20, verbose_name="检查类型")),
                ("units", models.CharField(max_length=200, verbose_name="检查单位")),
                ("items", models.CharField(blank=True, max_length=300, verbose_name="检查事项")),
                (
                    "draw_number",
                    models.CharField(blank=True, max_length=60, verbose_name="抽取或任务编号"),
                ),
                (
                    "task_number",
                    models.CharField(blank=True, max_length=40, verbose_name="任务编号"),
                ),
                ("result", models.CharField(blank=True, max_length=60, verbose_name="检查结果")),
                (
                    "exempt",
                    models.CharField(blank=True, max_length=60, verbose_name="不计次数的理由"),
                ),
                ("is_hidden", models.BooleanField(default=False, verbose_name="到场前不公开")),
                ("entry", models.BigIntegerField()),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="发起部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查台账",
                "ordering": ["-done_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Inspector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="人员编码")),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                (
                    "sex",
                    models.CharField(
                        choices=[("男", "男"), ("女", "女")], max_length=1, verbose_name="性别"
                    ),
                ),
                ("post", models.CharField(max_length=40, verbose_name="职务")),
                ("number", models.CharField(max_length=20, verbose_name="监察证号")),
                (
                    "staffing",
                    models.CharField(
                        choices=[
                            ("行政", "行政"),
                            ("参公", "参公"),
                            ("事业", "事业"),
                            ("编外", "编外"),
                        ],
                        max_length=10,
                        verbose_name="编制类型",
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("在岗", "在岗"),
                            ("离岗", "离岗"),
                            ("调离", "调离"),
                            ("退休", "退休"),
                        ],
                        default="在岗",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "is_expert",
                    models.BooleanField(default=False, verbose_name="专家（只协助，不计入两人）"),
                ),
                ("items", models.JSONField(blank=True, default=list, verbose_name="可查事项")),
                ("regions", models.JSONField(blank=True, default=list, verbose_name="管辖区域")),
                ("load_year", models.IntegerField(default=0)),
                ("load", models.IntegerField(default=0, verbose_name="本年度派出次数")),
                ("entry", models.BigIntegerField()),
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
                        verbose_name="单位（科室）",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["owner__path", "number"],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="证件类型")),
                ("number", models.CharField(max_length=20, verbose_name="证件编号")),
                ("issuer", models.CharField(blank=True, max_length=80, verbose_name="发证机关")),
                ("since", models.DateField(blank=True, null=True, verbose_name="有效期自")),
                ("until", models.DateField(verbose_name="有效期至")),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="registry.inspector",
                    ),
                ),
            ],
            options={
                "ordering": ["-until"],
            },
        ),
        migrations.CreateModel(
            name="InspectorVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("row", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("entry", models.BigIntegerField()),
                ("content", models.JSONField()),
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
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="事项编码")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unpublished", "未公布"),
                            ("valid", "有效"),
                            ("changing", "调整"),
                            ("cancelled", "取消"),
                        ],
                        default="unpublished",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="事项名称")),
                ("made_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancel_reason", models.CharField(blank=True, max_length=300)),
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
                        verbose_name="实施科室",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("content", models.JSONField()),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="调整理由")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=40)),
                ("entry", models.BigIntegerField()),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.CharField(blank=True, max_length=40)),
                (
                    "published_url",
                    models.CharField(blank=True, max_length=300, verbose_name="公布网址"),
                ),
                ("effective_on", models.DateField(null=True, verbose_name="生效日期")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registry.item",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Leave",
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
                            ("请假", "请假"),
                            ("公务", "公务"),
                            ("培训", "培训"),
                            ("其他", "其他"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(verbose_name="至")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="事由")),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaves",
                        to="registry.inspector",
                    ),
                ),
            ],
            options={
                "ordering": ["-since"],
            },
        ),
        migrations.CreateModel(
            name="RecordMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.inspector",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="registry.inspectionrecord",
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
            ],
            options={
                "verbose_name": "检查台账的派员",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StagedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.IntegerField()),
                (
                    "verdict",
                    models.CharField(
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
                ("target", models.BigIntegerField(null=True)),
                ("target_entry", models.BigIntegerField(null=True)),
                ("problems", oversight.common.personal_fields.PersonalJSONField(default=list)),
                ("changes", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("raw", oversight.common.personal_fields.PersonalJSONField(default=list)),
                ("corrected", models.JSONField(default=list)),
                ("values", models.JSONField(default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="registry.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="StagedSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="统一社会信用代码")),
                ("code_is_valid", models.BooleanField(default=True, verbose_name="代码校验相符")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("企业", "企业"),
                            ("个体工商户", "个体工商户"),
                            ("农民专业合作社", "农民专业合作社"),
                            ("事业单位", "事业单位"),
                            ("社会组织", "社会组织"),
                            ("机关", "机关"),
                            ("项目", "项目"),
                            ("其他", "其他"),
                        ],
                        default="企业",
                        max_length=20,
                        verbose_name="主体类型",
                    ),
                ),
                (
                    "company_type",
                    models.CharField(blank=True, max_length=80, verbose_name="企业类型"),
                ),
                ("industry", models.CharField(blank=True, max_length=80, verbose_name="行业")),
                (
                    "legal_person",
                    models.CharField(blank=True, max_length=80, verbose_name="法定代表人"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="区域")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="联络人")),
                (
                    "phone",
                    oversight.common.personal_fields.PersonalField(blank=True, verbose_name="电话"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("存续", "存续"),
                            ("注销", "注销"),
                            ("吊销", "吊销"),
                            ("撤销", "撤销"),
                            ("迁出", "迁出"),
                            ("停业", "停业"),
                        ],
                        default="存续",
                        max_length=10,
                        verbose_name="登记状态",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C")],
                        max_length=1,
                        verbose_name="守法诚信等级",
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                        max_length=1,
                        verbose_name="信用风险分类",
                    ),
                ),
                ("labels", models.CharField(blank=True, max_length=300, verbose_name="标签")),
                ("is_listed", models.BooleanField(default=True, verbose_name="在名录中")),
                ("line", models.IntegerField()),
                (
                    "verdict",
                    models.CharField(
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
                ("target", models.BigIntegerField(null=True)),
                ("target_entry", models.BigIntegerField(null=True)),
                ("problems", oversight.common.personal_fields.PersonalJSONField(default=list)),
                ("changes", oversight.common.personal_fields.PersonalJSONField(default=dict)),
                ("raw", oversight.common.personal_fields.PersonalJSONField(default=list)),
                ("corrected", models.JSONField(default=list)),
                ("initials", models.CharField(blank=True, max_length=200)),
                ("tokens", oversight.registry.models.search.TokensField(blank=True, default="")),
                ("plain", models.TextField(blank=True, default="")),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="registry.importrun",
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="统一社会信用代码")),
                ("code_is_valid", models.BooleanField(default=True, verbose_name="代码校验相符")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("企业", "企业"),
                            ("个体工商户", "个体工商户"),
                            ("农民专业合作社", "农民专业合作社"),
                            ("事业单位", "事业单位"),
                            ("社会组织", "社会组织"),
                            ("机关", "机关"),
                            ("项目", "项目"),
                            ("其他", "其他"),
                        ],
                        default="企业",
                        max_length=20,
                        verbose_name="主体类型",
                    ),
                ),
                (
                    "company_type",
                    models.CharField(blank=True, max_length=80, verbose_name="企业类型"),
                ),
                ("industry", models.CharField(blank=True, max_length=80, verbose_name="行业")),
                (
                    "legal_person",
                    models.CharField(blank=True, max_length=80, verbose_name="法定代表人"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="区域")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="联络人")),
                (
                    "phone",
                    oversight.common.personal_fields.PersonalField(blank=True, verbose_name="电话"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("存续", "存续"),
                            ("注销", "注销"),
                            ("吊销", "吊销"),
                            ("撤销", "撤销"),
                            ("迁出", "迁出"),
                            ("停业", "停业"),
                        ],
                        default="存续",
                        max_length=10,
                        verbose_name="登记状态",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C")],
                        max_length=1,
                        verbose_name="守法诚信等级",
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                        max_length=1,
                        verbose_name="信用风险分类",
                    ),
                ),
                ("labels", models.CharField(blank=True, max_length=300, verbose_name="标签")),
                ("is_listed", models.BooleanField(default=True, verbose_name="在名录中")),
                ("since", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                ("last_visited_on", models.DateField(null=True, verbose_name="上次检查日期")),
                ("visit_year", models.IntegerField(default=0)),
                ("visit_count", models.IntegerField(default=0, verbose_name="本年度已检查次数")),
                ("initials", models.CharField(blank=True, max_length=200)),
                ("tokens", oversight.registry.models.search.TokensField(blank=True, default="")),
                ("plain", models.TextField(blank=True, default="")),
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
                        verbose_name="所属科室",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("本人利害关系", "本人利害关系"),
                            ("近亲属", "近亲属"),
                            ("曾任职", "曾任职"),
                            ("片区管理人", "片区管理人"),
                            ("其他", "其他"),
                        ],
                        max_length=20,
                        verbose_name="关系",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("本人申报", "本人申报"),
                            ("对象申请", "对象申请"),
                            ("单位核查", "单位核查"),
                            ("举报核实", "举报核实"),
                        ],
                        max_length=20,
                        verbose_name="来源",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="说明")),
                ("since", models.DateField(verbose_name="自")),
                ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                ("entry", models.BigIntegerField()),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="registry.inspector",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recusals",
                        to="registry.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="inspectionrecord",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="visits",
                to="registry.subject",
            ),
        ),
        migrations.CreateModel(
            name="SubjectVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="统一社会信用代码")),
                ("code_is_valid", models.BooleanField(default=True, verbose_name="代码校验相符")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("企业", "企业"),
                            ("个体工商户", "个体工商户"),
                            ("农民专业合作社", "农民专业合作社"),
                            ("事业单位", "事业单位"),
                            ("社会组织", "社会组织"),
                            ("机关", "机关"),
                            ("项目", "项目"),
                            ("其他", "其他"),
                        ],
                        default="企业",
                        max_length=20,
                        verbose_name="主体类型",
                    ),
                ),
                (
                    "company_type",
                    models.CharField(blank=True, max_length=80, verbose_name="企业类型"),
                ),
                ("industry", models.CharField(blank=True, max_length=80, verbose_name="行业")),
                (
                    "legal_person",
                    models.CharField(blank=True, max_length=80, verbose_name="法定代表人"),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="地址")),
                ("region", models.CharField(blank=True, max_length=60, verbose_name="区域")),
                ("contact", models.CharField(blank=True, max_length=60, verbose_name="联络人")),
                (
                    "phone",
                    oversight.common.personal_fields.PersonalField(blank=True, verbose_name="电话"),
                ),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("存续", "存续"),
                            ("注销", "注销"),
                            ("吊销", "吊销"),
                            ("撤销", "撤销"),
                            ("迁出", "迁出"),
                            ("停业", "停业"),
                        ],
                        default="存续",
                        max_length=10,
                        verbose_name="登记状态",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C")],
                        max_length=1,
                        verbose_name="守法诚信等级",
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
                        max_length=1,
                        verbose_name="信用风险分类",
                    ),
                ),
                ("labels", models.CharField(blank=True, max_length=300, verbose_name="标签")),
                ("is_listed", models.BooleanField(default=True, verbose_name="在名录中")),
                ("subject_id", models.BigIntegerField()),
                ("since", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
                ("until", models.DateTimeField()),
                ("until_entry", models.BigIntegerField()),
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
                        verbose_name="所属科室",
                    ),
                ),
            ],
            options={
                "ordering": ["-until", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ChangeReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.BigIntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("confirmed_by", models.CharField(max_length=40)),
                ("confirmed_user", models.BigIntegerField(null=True)),
                ("confirmed_at", models.DateTimeField()),
                ("entry", models.BigIntegerField()),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "act"), name="an_act_is_confirmed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Facet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=80)),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["value"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "field", "value"), name="a_facet_stands_once"
                    )
                ],
            },
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
                ("before", oversight.common.personal_fields.PersonalField(blank=True)),
                ("value", oversight.common.personal_fields.PersonalField(blank=True)),
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
        migrations.AddConstraint(
            model_name="inspector",
            constraint=models.UniqueConstraint(
                fields=("bureau", "number"), name="one_inspector_for_each_certificate"
            ),
        ),
        migrations.AddIndex(
            model_name="inspectorversion",
            index=models.Index(fields=["kind", "row", "since"], name="revision_by_row"),
        ),
        migrations.AddConstraint(
            model_name="inspectorversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("kind", "row"),
                name="one_present_state_for_each_row",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                fields=("bureau", "code"), name="one_item_for_each_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(
                fields=("item", "number"), name="one_version_each_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at", None)),
                fields=("item",),
                name="one_draft_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))),
                name="a_leave_ends_after_it_began",
            ),
        ),
        migrations.AddIndex(
            model_name="stagedrow",
            index=models.Index(fields=["run", "verdict", "line"], name="staged_row_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="stagedsubject",
            index=models.Index(fields=["run", "verdict", "line"], name="staged_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "name", "id"], name="subject_by_name"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "region", "id"], name="subject_by_region"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "industry", "id"], name="subject_by_industry"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "owner", "id"], name="subject_by_owner"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "grade", "id"], name="subject_by_grade"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "risk", "id"], name="subject_by_risk"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "state", "id"], name="subject_by_state"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "kind", "id"], name="subject_by_kind"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "last_visited_on", "id"], name="subject_by_visit"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                fields=["bureau", "visit_year", "visit_count", "id"], name="subject_by_count"
            ),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                condition=models.Q(("code_is_valid", False)),
                fields=["bureau", "id"],
                name="subject_with_bad_code",
            ),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "is_listed", "id"], name="subject_listed"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["bureau", "since"], name="subject_since"),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(
                fields=("bureau", "code"), name="one_row_for_each_code"
            ),
        ),
        migrations.AddIndex(
            model_name="inspectionrecord",
            index=models.Index(fields=["year", "state"], name="record_by_year"),
        ),
        migrations.AddIndex(
            model_name="inspectionrecord",
            index=models.Index(fields=["drawn_on"], name="record_by_draw_day"),
        ),
        migrations.AddConstraint(
            model_name="inspectionrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draw_number", ""), _negated=True),
                fields=("draw_number", "subject"),
                name="a_draw_plans_one_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", False),
                    models.Q(("state", "done"), _negated=True),
                    _connector="OR",
                ),
                name="what_is_done_has_its_day",
            ),
        ),
        migrations.AddIndex(
            model_name="subjectversion",
            index=models.Index(fields=["subject_id", "since"], name="past_by_subject"),
        ),
        migrations.AddIndex(
            model_name="subjectversion",
            index=models.Index(fields=["bureau", "until"], name="past_by_end"),
        ),
        migrations.AddIndex(
            model_name="subjectversion",
            index=models.Index(fields=["bureau", "since"], name="past_by_start"),
        ),
    ]
