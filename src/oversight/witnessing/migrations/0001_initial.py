from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="FollowedLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("origin", models.CharField(max_length=100, unique=True, verbose_name="日志名称")),
                ("vkey", models.CharField(max_length=400, verbose_name="日志公钥")),
                ("title", models.CharField(max_length=60, verbose_name="单位")),
                ("size", models.BigIntegerField(default=0)),
                ("root", models.CharField(blank=True, max_length=64)),
                ("cosigned", models.TextField(blank=True)),
                ("cosigned_at", models.DateTimeField(null=True)),
                ("followed_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("fork", models.TextField(blank=True)),
                ("forked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["title", "origin"],
            },
        ),
    ]
