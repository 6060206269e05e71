from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0007_outgoing_road"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingdocument",
            name="as_read",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="outgoingdocument",
            name="sealed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="outgoingdocument",
            name="told",
            field=models.BooleanField(db_index=True, default=False),
        ),
    ]
