import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("draws", "0001_initial"),
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="frequencycapexemption",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.subject"
            ),
        ),
        migrations.AddField(
            model_name="jointinvitation",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="partners",
                to="draws.draw",
            ),
        ),
        migrations.AddField(
            model_name="jointinvitation",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="populationoverlap",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="overlaps",
                to="draws.draw",
            ),
        ),
        migrations.AddField(
            model_name="populationoverlap",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="overlapped_by",
                to="draws.draw",
            ),
        ),
        migrations.AddField(
            model_name="seatopening",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="openings",
                to="draws.drawwitness",
            ),
        ),
        migrations.AddField(
            model_name="sourcevalue",
            name="draw",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="values", to="draws.draw"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("作废", "已放弃")), _negated=True),
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
            model_name="sourcevalue",
            constraint=models.UniqueConstraint(
                fields=("draw", "position"), name="a_source_speaks_once"
            ),
        ),
    ]
