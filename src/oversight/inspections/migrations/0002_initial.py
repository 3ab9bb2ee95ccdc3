import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("inspections", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="inspectiontask",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drawn",
                to="registry.subject",
            ),
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="inspections.inspectiontask",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="inspector",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="slots",
                to="registry.inspector",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="teammember",
            name="visit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="slots",
                to="inspections.inspectiontask",
            ),
        ),
        migrations.AddField(
            model_name="replacementrequest",
            name="slot",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="inspections.teammember",
            ),
        ),
        migrations.AddIndex(
            model_name="inspectiontask",
            index=models.Index(fields=["subject", "draw"], name="visit_by_subject"),
        ),
        migrations.AddConstraint(
            model_name="inspectiontask",
            constraint=models.UniqueConstraint(
                fields=("draw", "code"), name="one_visit_for_each_subject"
            ),
        ),
    ]
