from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0002_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="cataloguerecord",
            name="needs_rescan",
            field=models.BooleanField(db_index=True, default=False),
        ),
        migrations.AddField(
            model_name="cataloguerecord",
            name="rescan_of",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
        ),
    ]
