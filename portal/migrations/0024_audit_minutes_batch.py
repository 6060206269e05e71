"""Minutes of the audit chain may be signed with a key in the auditor's own computer: by a batch of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0023_record_drawn_masks")]

    operations = [
        migrations.AddField(
            model_name="auditreview",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="minutes",
                to="portal.signingbatch",
            ),
        ),
    ]
