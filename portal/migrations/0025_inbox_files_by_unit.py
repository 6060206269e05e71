"""The last files of one unit are found without reading those of all others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0024_audit_minutes_batch")]

    operations = [
        migrations.AddIndex(
            model_name="intakefile",
            index=models.Index(fields=["unit", "id"], name="files_by_unit"),
        ),
    ]
