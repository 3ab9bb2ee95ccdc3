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
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=20, verbose_name="文书")),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("place", models.PositiveIntegerField(verbose_name="序号")),
                ("code", models.CharField(max_length=80, unique=True, verbose_name="文书编号")),
                ("number", models.CharField(max_length=80, verbose_name="文号")),
                ("concerns", models.CharField(max_length=300, verbose_name="关于")),
                ("about_kind", models.CharField(max_length=20)),
                ("about_key", models.CharField(max_length=80)),
                ("data", oversight.common.personal_fields.PersonalJSONField()),
                ("data_digest", models.CharField(max_length=64)),
                ("salt", models.CharField(max_length=64)),
                ("pdf_digest", models.CharField(db_index=True, max_length=64)),
                ("docx_digest", models.CharField(db_index=True, max_length=64)),
                ("made_by", models.CharField(max_length=40, verbose_name="出具人")),
                ("made_by_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(verbose_name="出具时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("issued", "已出具"), ("void", "已作废")],
                        default="issued",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "void_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="作废理由"),
                ),
                ("voided_by", models.CharField(blank=True, max_length=40, verbose_name="作废人")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="作废时间")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=30, verbose_name="机关代字")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Service",
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
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("posted", "邮寄送达"),
                            ("electronic", "电子送达"),
                            ("public", "公告送达"),
                        ],
                        max_length=10,
                        verbose_name="送达方式",
                    ),
                ),
                ("place", models.CharField(max_length=300, verbose_name="送达地点")),
                ("at", models.DateTimeField(verbose_name="送达时间")),
                ("served_on", models.DateField(verbose_name="送达日期")),
                ("receiver", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                ("proof_name", models.CharField(blank=True, max_length=200, verbose_name="证明")),
                ("proof_digest", models.CharField(blank=True, max_length=64)),
                ("recorded_by", models.CharField(max_length=40)),
                ("recorded_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="documents.document",
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service",
                        to="documents.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "送达",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="WordTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type", models.CharField(max_length=20, verbose_name="文书")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("digest", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("uploaded", "待启用"), ("in_force", "在用"), ("former", "停用")],
                        default="uploaded",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("made_by", models.CharField(max_length=40, verbose_name="上传人")),
                ("made_by_user", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(verbose_name="上传时间")),
                ("decided_by", models.CharField(blank=True, max_length=40, verbose_name="启用人")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="启用时间")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["type", "-version"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="template",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.wordtemplate",
            ),
        ),
        migrations.AddConstraint(
            model_name="wordtemplate",
            constraint=models.UniqueConstraint(
                fields=("organisation", "type", "version"), name="a_template_version_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="wordtemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "in_force")),
                fields=("organisation", "type"),
                name="one_template_in_force",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["about_kind", "about_key"], name="documents_about"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("organisation", "type", "year", "place"), name="a_number_is_given_once"
            ),
        ),
    ]
