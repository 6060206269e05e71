import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("likeness", models.CharField(max_length=16)),
                ("band_1", models.IntegerField(db_index=True)),
                ("band_2", models.IntegerField(db_index=True)),
                ("band_3", models.IntegerField(db_index=True)),
                ("band_4", models.IntegerField(db_index=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="portal.cataloguerecord",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("record", "number"), name="one_look_a_page")],
            },
        ),
        migrations.CreateModel(
            name="AlikePages",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("other_number", models.IntegerField()),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alike_later",
                        to="portal.cataloguerecord",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alike",
                        to="portal.cataloguerecord",
                    ),
                ),
            ],
            options={
                "ordering": ("-record__received_at", "record_id", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "number", "other"), name="one_row_a_pair_of_pages"
                    )
                ],
            },
        ),
    ]
