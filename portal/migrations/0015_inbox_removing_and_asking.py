import records.states
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0014_public_chain_and_reviews"),
    ]

    operations = [
        migrations.CreateModel(
            name="RescanRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_id", models.CharField(db_index=True, max_length=32)),
                ("page", models.IntegerField(default=0)),
                ("reason", models.CharField(max_length=500)),
                ("asked_by", models.CharField(max_length=150)),
                ("asked_of", models.CharField(blank=True, default="", max_length=150)),
                ("asked_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(db_index=True, null=True)),
                ("closed_by", models.CharField(blank=True, default="", max_length=150)),
                ("is_withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-asked_at", "-id"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="intakefile",
            name="one_record_a_digest",
        ),
        migrations.AddField(
            model_name="intakefile",
            name="removed_because",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="removed_by",
            field=models.CharField(blank=True, default="", max_length=150),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="retried_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="intakefile",
            name="upload",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
        ),
        migrations.AlterField(
            model_name="intakefile",
            name="state",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("reading", "reading"),
                    ("read", "read"),
                    ("filed", "filed"),
                    ("review", "review"),
                    ("rejected", "rejected"),
                    ("duplicate", "duplicate"),
                    ("removed", "removed"),
                ],
                db_index=True,
                default=records.states.FileState["RECEIVED"],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="intakefile",
            index=models.Index(fields=["received_at", "unit"], name="files_by_day"),
        ),
        migrations.AddConstraint(
            model_name="intakefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            records.states.FileState["REJECTED"],
                            records.states.FileState["DUPLICATE"],
                            records.states.FileState["REMOVED"],
                        ),
                    ),
                    _negated=True,
                ),
                fields=("sha256",),
                name="one_record_a_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="rescanrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("record_id", "page"),
                name="one_open_request_a_page",
            ),
        ),
    ]
