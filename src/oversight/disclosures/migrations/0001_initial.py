import django.db.models.deletion
from django.db import migrations, models

import oversight.common.personal_fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("key", models.CharField(max_length=64)),
                ("number", models.CharField(max_length=60, verbose_name="公示编号")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("review", "审查中"),
                            ("approved", "已批准"),
                            ("published", "已公示"),
                            ("corrected", "已更正"),
                            ("withdrawn", "已撤下"),
                            ("archived", "到期转档案"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("happened_on", models.DateField(null=True, verbose_name="发生日期")),
                ("due_on", models.DateField(null=True, verbose_name="公示期限")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正的理由")),
                ("returned", models.CharField(blank=True, max_length=300, verbose_name="退回意见")),
                ("checks", models.JSONField(default=list, verbose_name="审查清单")),
                ("record", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="封存摘要")),
                ("made_by", models.CharField(max_length=40, verbose_name="起草人")),
                ("made_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(verbose_name="起草时间")),
                ("reviewed_by", models.CharField(blank=True, max_length=40, verbose_name="审查人")),
                ("reviewed_user", models.BigIntegerField(null=True)),
                ("approved_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                (
                    "published_by",
                    models.CharField(blank=True, max_length=40, verbose_name="公示人"),
                ),
                ("published_at", models.DateTimeField(null=True, verbose_name="公示时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="更正、撤下或转档时间")),
                (
                    "ended_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="撤下的理由"),
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="承办科室",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DisclosureField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=60, verbose_name="字段")),
                (
                    "value",
                    oversight.common.personal_fields.PersonalJSONField(
                        null=True, verbose_name="内容"
                    ),
                ),
                (
                    "words",
                    oversight.common.personal_fields.PersonalField(
                        blank=True, max_length=500, verbose_name="内容的文字"
                    ),
                ),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("is_personal", models.BooleanField(default=False, verbose_name="个人信息")),
                (
                    "basis",
                    models.CharField(blank=True, max_length=200, verbose_name="公开个人信息的依据"),
                ),
                (
                    "withheld",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trade", "商业秘密"),
                            ("privacy", "个人隐私"),
                            ("state", "国家秘密"),
                        ],
                        max_length=10,
                        verbose_name="不公开的理由",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="不公开的说明")),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="disclosures.disclosure",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示字段",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["bureau", "state"], name="publication_by_state"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["state", "published_at"], name="publication_by_day"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                fields=("number", "version"), name="versions_of_a_publication_are_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                fields=("kind", "bureau", "key", "version"), name="a_thing_has_one_publication"
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "review", "approved"))),
                fields=("number",),
                name="a_publication_is_changed_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosurefield",
            constraint=models.UniqueConstraint(
                fields=("disclosure", "name"), name="fields_have_one_name"
            ),
        ),
    ]
