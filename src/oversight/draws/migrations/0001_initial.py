import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="抽取编号")),
                ("task_number", models.CharField(max_length=18, verbose_name="任务编号")),
                (
                    "plan_number",
                    models.CharField(blank=True, max_length=14, verbose_name="计划编号"),
                ),
                ("document_number", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("kind", models.CharField(max_length=10, verbose_name="抽查类型")),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="临时抽查的理由"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "备料"),
                            ("review", "待复核"),
                            ("sealed", "已封存"),
                            ("seeded", "已取种"),
                            ("held", "已抽取"),
                            ("published", "已公示"),
                            ("voided", "作废"),
                            ("dropped", "已放弃"),
                        ],
                        default="preparing",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("setup", models.JSONField(default=dict)),
                ("figures", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=40)),
                ("prepared_of", models.CharField(blank=True, max_length=64)),
                ("prepared_at", models.DateTimeField(null=True)),
                ("commitment", models.CharField(blank=True, max_length=64, verbose_name="封存码")),
                ("assurance", models.CharField(blank=True, max_length=10)),
                ("bits", models.IntegerField(default=0)),
                ("t0", models.DateTimeField(null=True)),
                ("deadline", models.DateTimeField(null=True, verbose_name="截止时间")),
                ("opens_at", models.DateTimeField(null=True, verbose_name="开封时间")),
                ("submitted_at", models.DateTimeField(null=True)),
                ("submitted_by", models.CharField(blank=True, max_length=40)),
                ("submitted_user", models.BigIntegerField(null=True)),
                ("returned", models.CharField(blank=True, max_length=300)),
                ("approved_by", models.CharField(blank=True, max_length=40)),
                ("sealed_at", models.DateTimeField(null=True)),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("handed_over_to", models.CharField(blank=True, max_length=40)),
                ("seeded_at", models.DateTimeField(null=True)),
                ("held_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_why", models.CharField(blank=True, max_length=300)),
                ("void_asked_by", models.CharField(blank=True, max_length=40)),
                ("void_asked_user", models.BigIntegerField(null=True)),
                ("void_agreed_by", models.CharField(blank=True, max_length=40)),
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
                        verbose_name="发起部门",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DrawWitness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("unit", models.CharField(max_length=80, verbose_name="单位")),
                ("capacity", models.CharField(max_length=40, verbose_name="身份")),
                ("link", models.CharField(max_length=64, unique=True)),
                ("device", models.CharField(blank=True, max_length=64)),
                ("bound_at", models.DateTimeField(null=True)),
                ("commitment", models.CharField(blank=True, max_length=64)),
                ("committed_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="witnesses",
                        to="draws.draw",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FrequencyCapExemption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=60, verbose_name="情形")),
                ("note", models.CharField(max_length=300, verbose_name="说明")),
                ("asked_by", models.CharField(max_length=40)),
                ("asked_user", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待决定"), ("granted", "同意"), ("refused", "不同意")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="draws.draw",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.subject",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="JointInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("people", models.PositiveIntegerField(default=1)),
                (
                    "answer",
                    models.CharField(
                        choices=[("waiting", "待答复"), ("accepted", "接受"), ("declined", "谢绝")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_by", models.CharField(blank=True, max_length=40)),
                ("answered_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="draws.draw",
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
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PopulationOverlap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shared", models.PositiveIntegerField(verbose_name="共同的对象")),
                ("share", models.PositiveIntegerField(verbose_name="占较小一方的千分比")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="再抽一次的理由"),
                ),
                ("decided_by", models.CharField(blank=True, max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overlaps",
                        to="draws.draw",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overlapped_by",
                        to="draws.draw",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SeatOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("address", models.CharField(blank=True, max_length=64)),
                ("user", models.BigIntegerField(null=True)),
                ("person", models.CharField(blank=True, max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("bound", "绑定"),
                            ("other", "另一台设备"),
                            ("signed_in", "登录着账号"),
                            ("host", "主持设备"),
                            ("second", "已占一席"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="draws.drawwitness",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SignedMinutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="补存的理由")),
                ("added_by", models.CharField(max_length=40)),
                ("added_user", models.BigIntegerField(null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_minutes",
                        to="draws.draw",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SourceValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("value", models.CharField(max_length=1000)),
                ("signature", models.CharField(blank=True, max_length=96)),
                ("evidence_name", models.CharField(blank=True, max_length=64)),
                ("evidence_digest", models.CharField(blank=True, max_length=64)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("entered_by", models.CharField(max_length=40)),
                ("entered_user", models.BigIntegerField(null=True)),
                ("entered_at", models.DateTimeField()),
                ("confirmed_by", models.CharField(blank=True, max_length=40)),
                ("logged_at", models.DateTimeField(null=True)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="draws.draw",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("voided", "dropped")), _negated=True),
                fields=("bureau", "task_number"),
                name="one_task_one_draw",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawwitness",
            constraint=models.UniqueConstraint(
                fields=("draw", "name"), name="witnesses_have_own_names"
            ),
        ),
        migrations.AddConstraint(
            model_name="frequencycapexemption",
            constraint=models.UniqueConstraint(
                fields=("draw", "subject"), name="one_exception_for_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="jointinvitation",
            constraint=models.UniqueConstraint(
                fields=("draw", "section"), name="a_section_joins_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="populationoverlap",
            constraint=models.UniqueConstraint(
                fields=("draw", "other"), name="two_draws_overlap_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signedminutes",
            constraint=models.UniqueConstraint(
                fields=("draw", "digest"), name="a_scan_is_filed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sourcevalue",
            constraint=models.UniqueConstraint(
                fields=("draw", "position"), name="a_source_speaks_once"
            ),
        ),
    ]
