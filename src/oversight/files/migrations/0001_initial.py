import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("size", models.BigIntegerField(verbose_name="大小")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("jpg", "jpg"),
                            ("png", "png"),
                            ("webp", "webp"),
                            ("heic", "heic"),
                            ("pdf", "pdf"),
                            ("docx", "docx"),
                            ("xlsx", "xlsx"),
                            ("ofd", "ofd"),
                            ("mp4", "mp4"),
                            ("mov", "mov"),
                            ("webm", "webm"),
                            ("m4a", "m4a"),
                            ("aac", "aac"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="名称")),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "待检查"),
                            ("unscanned", "未检查"),
                            ("clean", "没有查出病毒"),
                            ("infected", "查出病毒"),
                            ("produced", "本系统生成"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("virus", models.CharField(blank=True, max_length=120)),
                ("examined_at", models.DateTimeField(null=True)),
                ("thumbnail", models.CharField(blank=True, max_length=64)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("uploaded_by", models.CharField(max_length=40)),
                ("uploaded_user", models.BigIntegerField(null=True)),
                ("uploaded_at", models.DateTimeField()),
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
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["scan", "examined_at"], name="file_by_scan"),
                    models.Index(fields=["digest"], name="file_by_digest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "digest"), name="a_bureau_keeps_a_file_once"
                    )
                ],
            },
        ),
    ]
