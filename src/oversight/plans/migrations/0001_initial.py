import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
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
                            ("abandoned", "已放弃"),
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
                ("scope", models.JSONField(default=dict, verbose_name="检查对象范围")),
                ("base", models.IntegerField(null=True, verbose_name="抽查基数")),
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
                ("frequency", models.PositiveIntegerField(default=1, verbose_name="抽查频次")),
                ("methods", models.JSONField(default=list, verbose_name="检查方式")),
                ("people", models.PositiveIntegerField(default=2, verbose_name="本科室人数")),
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
        migrations.CreateModel(
            name="TaskBase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=100, verbose_name="分类")),
                ("count", models.PositiveIntegerField(verbose_name="基数")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(db_index=True, max_length=18, verbose_name="批次编号")),
                ("month", models.PositiveIntegerField(verbose_name="月份")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="batches",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="抽查事项")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveIntegerField(default=1, verbose_name="人数")),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="配合部门",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TaskRatio",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, verbose_name="分类")),
                ("permyriad", models.PositiveIntegerField(verbose_name="比例")),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ratios",
                        to="plans.task",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
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
        migrations.AddConstraint(
            model_name="taskbase",
            constraint=models.UniqueConstraint(
                fields=("task", "code"), name="one_base_for_each_class"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskbatch",
            constraint=models.UniqueConstraint(
                fields=("task", "month"), name="one_batch_in_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskitem",
            constraint=models.UniqueConstraint(
                fields=("task", "code"), name="one_item_of_each_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskpartner",
            constraint=models.UniqueConstraint(
                fields=("task", "section"), name="a_section_is_partner_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="taskratio",
            constraint=models.UniqueConstraint(
                fields=("task", "code"), name="one_ratio_for_each_class"
            ),
        ),
    ]
