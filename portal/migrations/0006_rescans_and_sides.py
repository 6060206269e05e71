import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0005_page_looks"),
    ]

    operations = [
        migrations.AddField(
            model_name="intakefile",
            name="replaces",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="replaces_page",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="sent_by",
            field=models.CharField(blank=True, default="", max_length=150),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="answers",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="answered_by",
                to="portal.intakefile",
            ),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="side",
            field=models.CharField(blank=True, default="", max_length=8, db_index=True),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="partner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="backs",
                to="portal.intakefile",
            ),
        ),
        migrations.AddField(
            model_name="cataloguerecord",
            name="rescans",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="cataloguerecord",
            name="rescanned_at",
            field=models.DateTimeField(db_index=True, null=True),
        ),
    ]
