import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("prefix", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=14, unique=True, verbose_name="计划编号")),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("made_at", models.DateTimeField()),
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
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "起草"),
                            ("submitted", "待批准"),
                            ("approved", "已批准"),
                            ("published", "已公示"),
                            ("superseded", "已变更"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="变更理由")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=40)),
                ("counted_at", models.DateTimeField(null=True, verbose_name="基数统计时间")),
                ("submitted_at", models.DateTimeField(null=True)),
                ("submitted_by", models.CharField(blank=True, max_length=40)),
                ("submitted_user", models.BigIntegerField(null=True)),
                ("returned", models.CharField(blank=True, max_length=300, verbose_name="退回意见")),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=40)),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=60, verbose_name="发文字号"),
                ),
                ("filed_on", models.DateField(null=True, verbose_name="备案日期")),
                (
                    "filed_with",
                    models.CharField(blank=True, max_length=80, verbose_name="备案机关"),
                ),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "published_url",
                    models.CharField(blank=True, max_length=300, verbose_name="公示网址"),
                ),
                ("content", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("entry", models.BigIntegerField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=18, verbose_name="任务编号")),
                ("title", models.CharField(max_length=120, verbose_name="任务名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("不定向", "不定向"), ("定向", "定向")],
                        max_length=10,
                        verbose_name="抽查类型",
                    ),
                ),
                ("items", models.JSONField(default=list, verbose_name="抽查事项")),
                ("scope", models.JSONField(default=dict, verbose_name="检查对象范围")),
                ("base", models.IntegerField(null=True, verbose_name="抽查基数")),
                ("bases", models.JSONField(default=dict)),
                (
                    "ratio_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "统一比例"),
                            ("grade", "按守法诚信等级"),
                            ("risk", "按信用风险分类"),
                        ],
                        max_length=10,
                        verbose_name="差异化依据",
                    ),
                ),
                (
                    "split_by",
                    models.CharField(
                        blank=True,
                        choices=[("", "不再分"), ("region", "按区域分"), ("industry", "按行业分")],
                        max_length=10,
                        verbose_name="分层依据",
                    ),
                ),
                ("ratio", models.IntegerField(default=0, verbose_name="抽查比例")),
                ("ratios", models.JSONField(default=dict, verbose_name="按分类的比例")),
                ("frequency", models.PositiveIntegerField(default=1, verbose_name="抽查频次")),
                ("methods", models.JSONField(default=list, verbose_name="检查方式")),
                ("people", models.PositiveIntegerField(default=2, verbose_name="本科室人数")),
                ("partners", models.JSONField(default=list, verbose_name="配合部门")),
                ("batches", models.JSONField(default=list, verbose_name="批次")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("open", "公开（抽取后立即公布）"),
                            ("sealed", "密封（到开封时间才公布）"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="抽查模式",
                    ),
                ),
                (
                    "level",
                    models.CharField(default="县", max_length=20, verbose_name="组织/实施层级"),
                ),
                ("reserve", models.PositiveIntegerField(default=0, verbose_name="递补数")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="发起部门",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="plans.planversion",
                    ),
                ),
            ],
            options={
                "ordering": ["owner__order", "number"],
            },
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                fields=("bureau", "year"), name="one_plan_each_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="one_plan_version_each_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "submitted"))),
                fields=("plan",),
                name="one_plan_draft_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                fields=("version", "number"), name="one_task_each_number"
            ),
        ),
    ]
