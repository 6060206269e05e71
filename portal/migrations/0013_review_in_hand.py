"""What people have in hand in review, and how many doubts a record waits for."""

from django.db import migrations, models

AT_ONCE = 500


def count_doubts(apps, schema_editor):
    records = apps.get_model("portal", "CatalogueRecord").objects
    waiting = records.filter(needs_review=True).order_by().only("record_id", "reasons")
    counted = []
    for row in waiting.iterator(chunk_size=AT_ONCE):
        row.doubt_count = len(row.reasons)
        counted.append(row)
        if len(counted) >= AT_ONCE:
            records.bulk_update(counted, ["doubt_count"])
            counted = []
    records.bulk_update(counted, ["doubt_count"])


class Migration(migrations.Migration):
    dependencies = [("portal", "0012_first_grants")]

    operations = [
        migrations.CreateModel(
            name="ReviewClaim",
            fields=[
                ("record_id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("person", models.CharField(max_length=150)),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField(db_index=True)),
                ("taken_from", models.CharField(blank=True, max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_id", models.CharField(max_length=32)),
                ("person", models.CharField(max_length=150)),
                ("field", models.CharField(max_length=80)),
                ("form", models.TextField()),
                ("version", models.CharField(max_length=16)),
                ("tab", models.CharField(max_length=32)),
                ("number", models.BigIntegerField()),
                ("saved_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewLeave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_id", models.CharField(max_length=32)),
                ("person", models.CharField(max_length=150)),
                ("left_for", models.CharField(blank=True, db_index=True, max_length=150)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("left_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="cataloguerecord",
            name="doubt_count",
            field=models.IntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="cataloguerecord",
            index=models.Index(fields=["needs_review", "received_at", "record_id"], name="review_by_age"),
        ),
        migrations.AddIndex(
            model_name="cataloguerecord",
            index=models.Index(fields=["needs_review", "doubt_count", "record_id"], name="review_by_doubt"),
        ),
        migrations.AddConstraint(
            model_name="reviewdraft",
            constraint=models.UniqueConstraint(
                fields=("record_id", "person", "field"), name="one_draft_a_field"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewleave",
            constraint=models.UniqueConstraint(fields=("record_id", "person"), name="one_leave_a_person"),
        ),
        migrations.RunPython(count_doubts, migrations.RunPython.noop),
    ]
