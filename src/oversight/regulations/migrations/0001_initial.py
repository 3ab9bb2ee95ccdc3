import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年份")),
                ("holidays", models.JSONField(default=list, verbose_name="放假日")),
                ("make_up_days", models.JSONField(default=list, verbose_name="调休上班日")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
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
                "ordering": ["-year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "year"), name="one_calendar_each_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegulatoryParameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("kind", models.CharField(max_length=20)),
                ("value", models.JSONField(verbose_name="值")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                ("scope", models.CharField(blank=True, max_length=200, verbose_name="适用范围")),
                ("citation", models.CharField(max_length=300, verbose_name="依据")),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("P", "工作计划"),
                            ("L", "法律法规"),
                            ("X", "实践做法"),
                            ("?", "待核实"),
                        ],
                        max_length=1,
                        verbose_name="来源",
                    ),
                ),
                ("exemptions", models.JSONField(default=list, verbose_name="不计的情形")),
                ("counts", models.JSONField(default=dict, verbose_name="计入的检查")),
                ("effective_from", models.DateField(verbose_name="生效日期")),
                ("effective_until", models.DateField(null=True, verbose_name="失效日期")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
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
                "ordering": ["kind", "key", "-effective_from", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "key", "effective_from"), name="one_rule_from_each_day"
                    )
                ],
            },
        ),
    ]
